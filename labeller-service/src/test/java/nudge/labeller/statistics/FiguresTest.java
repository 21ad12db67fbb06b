package nudge.labeller.statistics;

import static nudge.labeller.statistics.ThreePeople.ADA;
import static nudge.labeller.statistics.ThreePeople.BERT;
import static nudge.labeller.statistics.ThreePeople.CLEO;
import static nudge.labeller.statistics.ThreePeople.SETUP;
import static nudge.labeller.statistics.ThreePeople.of;
import static nudge.labeller.statistics.ThreePeople.threePeople;
import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Hour;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void figures_of_each_person_are_what_is_worked_out_by_hand() {
        PersonFigures bert = of(threePeople(), BERT);
        assertThat(bert.labels()).isEqualTo(10);
        assertThat(bert.agreed()).isEqualTo(new Agreed(12.0 / 15, 15, null, 0, null, 0, null));
        assertThat(bert.confusion().count(4, 9)).isEqualTo(1);
        assertThat(bert.confusion().count(1, 1)).isEqualTo(2);
        assertThat(bert.confusion().of(7)).isZero();
        PersonFigures ada = of(threePeople(), ADA);
        assertThat(ada.agreed().withOthers()).isEqualTo(13.0 / 15);
        assertThat(ada.confusion().count(1, 7)).isEqualTo(1);
        assertThat(of(threePeople(), CLEO).agreed().withOthers()).isEqualTo(9.0 / 10);
        assertThat(of(threePeople(), SETUP).labels()).isZero();
    }

    @Test
    void one_label_alone_says_nothing_of_its_annotator_unless_the_digit_is_known() {
        WrittenLog log = new WrittenLog()
                .add(1, SETUP)
                .settle(1, ADA, 3)
                .importLabelled(2, SETUP, 4)
                .label(2, ADA, 9);
        assertThat(of(log, ADA).confusion().of(3)).isZero();
        assertThat(of(log, ADA).confusion().count(4, 9)).isEqualTo(1);
        log.event(1, BERT, new LabelAdjudicated(3, ""));
        assertThat(of(log, ADA).confusion().count(3, 3)).isEqualTo(1);
        log.event(1, BERT, new AdjudicationRetracted());
        assertThat(of(log, ADA).confusion().of(3)).isZero();
    }

    @Test
    void labels_per_hour_count_the_hours_in_which_somebody_labelled() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 4_000; image++) {
            log.add(image, SETUP).label(image, ADA, 1);
        }
        List<Hour> hours = of(log, ADA).hours();
        assertThat(hours).hasSize(3);
        assertThat(hours.stream().mapToInt(Hour::labels).sum()).isEqualTo(4_000);
        assertThat(hours.get(1)).isEqualTo(new Hour(Instant.parse("2026-01-01T01:00:00Z"), 1_800));
    }

    @Test
    void own_figures_move_with_every_50th_image_and_never_in_between() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 200; image++) {
            log.add(image, SETUP);
        }
        for (int image = 0; image < 49; image++) {
            log.label(image, ADA, 1);
        }
        assertThat(log.fold().milestone(id(ADA)).position()).isZero();
        // The same image again, and one of their own: no way to be told of a single image.
        log.label(3, ADA, 2).retract(3, ADA).label(3, ADA, 1).add(900, ADA).label(900, ADA, 1);
        assertThat(log.fold().milestone(id(ADA)).position()).isZero();
        log.label(49, ADA, 1);
        long first = log.position();
        assertThat(log.fold().milestone(id(ADA)).position()).isEqualTo(first);
        log.retract(49, ADA).label(49, ADA, 1).label(50, ADA, 1);
        assertThat(log.fold().milestone(id(ADA)).position()).isEqualTo(first);
        for (int image = 51; image < 100; image++) {
            log.label(image, ADA, 1);
        }
        assertThat(log.fold().milestone(id(ADA)).position()).isEqualTo(log.position());
        assertThat(log.fold().milestone(id(BERT)).position()).isZero();
    }

    @Test
    void with_a_crowd_own_figures_move_with_images_that_were_handed_out_and_not_with_chosen_ones() {
        WrittenLog log = new WrittenLog().of(new PolicySet("crowd", Map.of()));
        for (int image = 0; image < 200; image++) {
            log.add(image, SETUP);
        }
        for (int image = 0; image < 100; image++) {
            log.label(image, ADA, 1);
        }
        assertThat(log.fold().milestone(id(ADA)).position()).isZero();
        log.labelHidden(0, ADA, 2, 1);
        for (int image = 100; image < 149; image++) {
            log.labelHidden(image, ADA, 1, 1);
        }
        log.retract(148, ADA).label(148, ADA, 1);
        assertThat(log.fold().milestone(id(ADA)).position()).isZero();
        log.labelHidden(149, ADA, 1, 1).labelHidden(150, ADA, 1, 1);
        assertThat(log.fold().milestone(id(ADA)).position()).isEqualTo(log.position());
    }

    @Test
    void what_came_behind_a_position_is_left_out_of_figures_up_to_it() {
        WrittenLog log = threePeople();
        long then = log.position();
        log.settle(5, CLEO, 6).add(20, SETUP).label(20, ADA, 1);
        LabelFold fold = log.fold();
        PersonFigures figures =
                PersonFigures.of(fold, new Weights(fold), fold.people().find(id(ADA)), then);
        assertThat(figures.labels()).isEqualTo(10);
        assertThat(figures.agreed().compared()).isEqualTo(15);
        assertThat(figures.confusion().count(6, 5)).isZero();
        assertThat(of(log, ADA).confusion().count(6, 5)).isEqualTo(1);
    }

    @Test
    void the_pool_is_counted_with_what_each_digit_rests_on() {
        WrittenLog log = threePeople().add(30, SETUP).importLabelled(31, SETUP, 4);
        log.add(32, SETUP)
                .label(32, ADA, 1)
                .label(32, BERT, 1)
                .within(32, BERT, new LabelSettled(1, 0.99, Split.TRAIN, 1, Basis.POSTERIOR, 0));
        PoolFigures pool = PoolFigures.of(log.fold());
        assertThat(pool.images()).isEqualTo(13);
        assertThat(pool.heldOut()).isZero();
        assertThat(pool.settled()).isEqualTo(12);
        assertThat(pool.open()).isEqualTo(1);
        assertThat(pool.labels()).isEqualTo(27);
        assertThat(pool.labelsPerImage()).isEqualTo(27.0 / 11);
        assertThat(pool.settledByCrowd()).containsExactly(id(32));
        log.event(32, SETUP, new LabelAdjudicated(1, ""));
        assertThat(PoolFigures.of(log.fold()).settledByCrowd()).isEmpty();
        assertThat(PoolFigures.of(new LabelFold()).labelsPerImage()).isNull();
    }
}
