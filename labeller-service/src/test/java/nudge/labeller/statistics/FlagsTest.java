package nudge.labeller.statistics;

import static nudge.labeller.statistics.ThreePeople.ADA;
import static nudge.labeller.statistics.ThreePeople.BERT;
import static nudge.labeller.statistics.ThreePeople.SETUP;
import static nudge.labeller.statistics.ThreePeople.of;
import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.AnnotatorEvent.GoldAnswered;
import nudge.labeller.quality.QualityEvent.GoldChosen;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import nudge.labeller.statistics.AnnotatorReport.Change;
import nudge.labeller.statistics.AnnotatorReport.Flag;
import nudge.quality.simulation.SimulatedCrowd;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private static List<String> kinds(PersonFigures figures, Annotator annotator) {
        return Flags.of(figures, annotator).stream().map(Flag::kind).toList();
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
