package nudge.labeller.statistics;

import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import nudge.events.Basis;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.labeller.quality.QualityEvent.PolicySet;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Change;
import nudge.labeller.statistics.AnnotatorReport.Flag;
import nudge.labeller.statistics.AnnotatorReport.Hour;
import nudge.quality.simulation.SimulatedCrowd;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final int SETUP = 100;
    private static final int ADA = 101;
    private static final int BERT = 102;
    private static final int CLEO = 103;

    /** Images with labels of three people, such that all figures can be worked out by hand. */
    private static WrittenLog threePeople() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 10; image++) {
            log.add(image, SETUP);
        }
        for (int image = 0; image < 10; image++) {
            log.settle(image, ADA, image);
        }
        for (int image = 0; image < 10; image++) {
            log.settle(image, BERT, image == 4 ? 9 : image == 7 ? 1 : image);
        }
        for (int image = 0; image < 5; image++) {
            log.settle(image, CLEO, image);
        }
        return log;
    }

    private static PersonFigures of(WrittenLog log, int person) {
        LabelFold fold = log.fold();
        return PersonFigures.of(fold, new Weights(fold), fold.people().find(id(person)), Long.MAX_VALUE);
    }

    private static List<String> kinds(PersonFigures figures, Annotator annotator) {
        return Flags.of(figures, annotator).stream().map(Flag::kind).toList();
    }

    @Test
    void agreement_of_three_people_is_what_is_worked_out_by_hand() {
        AgreementReport report = AgreementFigures.of(threePeople().fold()).get();
        // 25 labels of 10 images; two images are disputed: D_o = 4 / 25, D_e = 556 / 600.
        assertThat(report.alpha()).isEqualTo(460.0 / 556, within(1e-12));
        assertThat(report.agreement()).isEqualTo(34.0 / 40, within(1e-12));
        assertThat(report.units()).isEqualTo(10);
        assertThat(report.labels()).isEqualTo(25);
        assertThat(report.digits()).hasSize(10);
        assertThat(report.digits().get(0).alpha()).isEqualTo(1);
        // The digit 7 was given once, and disputed: D_o = 2 / 25, D_e = (625 - 1 - 576) / 600.
        assertThat(report.digits().get(7).alpha()).isEqualTo(0, within(1e-12));
        assertThat(report.kappa().get(0)).isEqualTo(new AgreementReport.Pair(id(ADA), id(BERT), (0.8 - 0.1) / 0.9, 10));
        assertThat(report.kappa()).extracting(AgreementReport.Pair::shared).containsExactly(10, 5, 5);
    }

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
    void labels_without_weight_are_left_out_of_agreement_and_shown_for_the_person() {
        WrittenLog log = threePeople().of(BERT, new AnnotatorDistrusted(0, null, 0));
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        assertThat(report.units()).isEqualTo(5);
        assertThat(report.agreement()).isEqualTo(1);
        assertThat(of(log, ADA).agreed()).isEqualTo(new Agreed(1.0, 5, null, 0, null, 0, null));
        assertThat(of(log, BERT).labels()).isEqualTo(10);
        assertThat(of(log, BERT).agreed().withOthers()).isEqualTo(12.0 / 15);
        log.of(BERT, new AnnotatorTrusted(0, null, 0));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(10);
    }

    @Test
    void labels_before_the_position_of_a_distrust_keep_their_weight() {
        WrittenLog log = threePeople();
        long fromImage5 = log.events().stream()
                .filter(event -> event.stream().equals(id(5))
                        && event.actor().equals(id(BERT))
                        && event.type().equals("label.given"))
                .findFirst()
                .orElseThrow()
                .position();
        log.of(BERT, new AnnotatorDistrusted(fromImage5, null, 0));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(5);
        assertThat(AgreementFigures.of(log.fold()).get().labels()).isEqualTo(15);
    }

    @Test
    void what_nobody_agreed_or_disagreed_on_is_undefined() {
        AgreementReport report = AgreementFigures.of(
                        new WrittenLog().add(1, SETUP).label(1, ADA, 3).fold())
                .get();
        assertThat(report.alpha()).isNull();
        assertThat(report.agreement()).isNull();
        assertThat(report.overTime()).isEmpty();
        assertThat(AgreementFigures.of(new LabelFold()).get().kappa()).isEmpty();
        assertThat(of(new WrittenLog(), ADA).agreed().withOthers()).isNull();
    }

    @Test
    void agreement_over_time_tells_when_people_began_to_disagree() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 200; image++) {
            log.add(image, SETUP).label(image, ADA, image % 10).label(image, BERT, image < 100 ? image % 10 : 3);
        }
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        List<AgreementReport.Window> windows = report.overTime();
        assertThat(windows).hasSizeBetween(20, AgreementFigures.WINDOWS);
        assertThat(windows.stream().mapToInt(AgreementReport.Window::units).sum())
                .isEqualTo(200);
        assertThat(windows.get(0).alpha()).isEqualTo(1);
        assertThat(windows.get(windows.size() - 1).alpha()).isLessThan(0.2);
        assertThat(windows.get(windows.size() - 1).position()).isEqualTo(log.position());
        assertThat(windows.get(windows.size() - 1).at())
                .isEqualTo(log.events().get(log.events().size() - 1).at());
        assertThat(windows).extracting(AgreementReport.Window::position).isSorted();
    }

    @Test
    void the_labels_of_rte_have_the_published_alpha_when_they_come_from_the_log() throws Exception {
        WrittenLog log = new WrittenLog();
        Set<Integer> added = new HashSet<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FiguresTest.class.getResourceAsStream("rte-labels.csv")),
                StandardCharsets.UTF_8))) {
            rows.lines().skip(1).map(line -> line.split(",")).forEach(row -> {
                int image = 10_000 + Integer.parseInt(row[0]);
                if (added.add(image)) {
                    log.add(image, SETUP);
                }
                log.label(image, 20_000 + Integer.parseInt(row[1]), Integer.parseInt(row[2]));
            });
        }
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        assertThat(report.alpha()).isEqualTo(.24148, within(5e-6));
        assertThat(report.units()).isEqualTo(800);
        assertThat(report.labels()).isEqualTo(8_000);
        assertThat(report.kappa()).hasSize(AgreementFigures.MOST_PAIRS);
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
    void labels_of_what_a_reviewer_calls_no_digit_are_left_out() {
        WrittenLog log = threePeople().event(4, SETUP, new LabelAdjudicated(null, "a blot"));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(9);
    }

    @Test
    void who_agrees_where_the_model_is_shown_and_not_where_it_is_hidden_is_flagged() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 300; image++) {
            log.add(image, SETUP);
            if (image % 3 == 0) {
                log.labelHidden(image, ADA, image % 2 == 0 ? 5 : 6, 5).labelHidden(image, BERT, 5, 5);
            } else {
                log.labelShown(image, ADA, 5, 5).labelShown(image, BERT, 5, 5);
            }
        }
        assertThat(of(log, ADA).agreed()).isEqualTo(new Agreed(250.0 / 300, 300, 1.0, 200, 0.5, 100, 0.5));
        assertThat(kinds(of(log, ADA), Annotator.UNKNOWN)).containsExactly("rubber-stamps");
        assertThat(kinds(of(log, BERT), Annotator.UNKNOWN)).isEmpty();
        assertThat(of(log, ADA).pace().median()).hasValue(700);
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
    void who_confuses_two_digits_or_always_gives_one_is_flagged_in_words() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 400; image++) {
            int truth = image % 10;
            log.importLabelled(image, SETUP, truth)
                    .label(image, ADA, truth == 4 && image % 20 == 4 ? 9 : truth)
                    .label(image, BERT, 7);
        }
        assertThat(Flags.of(of(log, ADA), Annotator.UNKNOWN))
                .containsExactly(new Flag("confuses", "labels 50 % of the images that show a 4 as 9"));
        assertThat(Flags.of(of(log, BERT), Annotator.UNKNOWN))
                .hasSize(10)
                .contains(new Flag("odd-answers", "gives 7 in 100 % of the labels, but 10 % of these images show it"));
    }

    @Test
    void who_became_worse_is_flagged_from_behind_their_last_good_answer() {
        WrittenLog log = new WrittenLog();
        long last = 0;
        for (int image = 0; image < 40; image++) {
            log.importLabelled(image, SETUP, 3).of(new GoldChosen(id(image), 3, "test"));
        }
        for (int image = 0; image < 40; image++) {
            int digit = image < 20 ? 3 : 5;
            log.label(image, ADA, digit).of(ADA, new GoldAnswered(id(image), digit, 3, digit == 3));
            last = image == 19 ? log.position() : last;
        }
        Annotator ada = log.fold().quality().annotator(id(ADA));
        assertThat(Flags.change(ada)).isEqualTo(new Change(last + 1, 1, 0));
        assertThat(kinds(of(log, ADA), ada)).contains("drifted");
        assertThat(Flags.change(Annotator.UNKNOWN)).isNull();
    }

    @Test
    void of_a_crowd_those_are_flagged_who_do_wrong_in_a_known_way_and_nobody_who_is_good_or_careless() {
        SimulatedCrowd crowd = SimulatedCrowd.parse("5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,2*confuses:4>9@0.4,"
                + "1*drifts:0.97>0.6@500,1*follows");
        WrittenLog log = new WrittenLog();
        Random model = new Random(5);
        for (int image = 0; image < 1_000; image++) {
            int truth = image * 7 % 10;
            int suggested = model.nextInt(100) < 85 ? truth : model.nextInt(10);
            boolean hidden = model.nextInt(5) == 0;
            boolean gold = image % 10 == 3;
            log.importLabelled(image, SETUP, truth);
            if (gold) {
                log.of(new GoldChosen(id(image), truth, "test"));
            }
            for (int person = 0; person < crowd.people().size(); person++) {
                int digit = crowd.label(1, person, id(image), truth, image, hidden ? null : suggested);
                if (hidden) {
                    log.labelHidden(image, 2_000 + person, digit, suggested);
                } else {
                    log.labelShown(image, 2_000 + person, digit, suggested);
                }
                if (gold) {
                    log.of(2_000 + person, new GoldAnswered(id(image), digit, truth, digit == truth));
                }
            }
        }
        LabelFold fold = log.fold();
        PersonFigures[] figures = PersonFigures.all(fold, new Weights(fold));
        List<Set<String>> flags = new ArrayList<>();
        for (int person = 0; person < crowd.people().size(); person++) {
            Annotator annotator = fold.quality().annotator(id(2_000 + person));
            flags.add(Set.copyOf(kinds(figures[fold.people().find(id(2_000 + person))], annotator)));
        }
        assertThat(flags.subList(0, 9)).containsOnly(Set.of());
        assertThat(flags.get(9)).isEqualTo(Set.of("confuses", "odd-answers"));
        assertThat(flags.subList(10, 12)).containsOnly(Set.of("confuses"));
        assertThat(flags.get(12)).isEqualTo(Set.of("drifted"));
        assertThat(flags.get(13)).isEqualTo(Set.of("rubber-stamps"));
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

    @Test
    void a_label_whose_time_is_known_tells_the_pace() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 30; image++) {
            log.add(image, SETUP).event(image, ADA, new LabelGiven(1, 100 + image, null));
        }
        assertThat(of(log, ADA).pace().median()).hasValue(114.5);
        assertThat(Flags.of(of(log, ADA), Annotator.UNKNOWN))
                .containsExactly(new Flag("fast", "half of 30 labels took less than 115 ms"));
    }
}
