package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nudge.quality.ConfidentLearning.Suspect;
import nudge.quality.CrowdLab.GivenLabel;
import org.junit.jupiter.api.Test;

/** What a model says about labels; the expected values were computed by hand from the papers' formulas. */
class ModelViewTest {
    @Test
    void a_suspect_is_what_the_model_is_surer_of_than_it_usually_is() {
        double[][] p = {{.9, .1, 0}, {.7, .3, 0}, {.2, .8, 0}, {.75, .25, 0}, {.85, .15, 0}, {.1, .2, .7}};
        int[] labels = {0, 0, 1, 1, 1, 1};
        // t_0 = (.9 + .7) / 2 = .8, t_1 = (.8 + .25 + .15 + .2) / 4 = .35, nobody is labelled 2.
        assertThat(ConfidentLearning.thresholds(p, labels, 3))
                .containsExactly(new double[] {.8, .35, Double.POSITIVE_INFINITY}, within(1e-12));
        List<Suspect> suspects = ConfidentLearning.suspects(p, labels, 3);
        assertThat(suspects).hasSize(1);
        assertThat(suspects.get(0).item()).isEqualTo(4);
        assertThat(suspects.get(0).likely()).isEqualTo(0);
        assertThat(suspects.get(0).margin()).isEqualTo(-.7, within(1e-12));
    }

    @Test
    void the_most_suspicious_comes_first() {
        double[][] p = {{.6, .4}, {.3, .7}, {.1, .9}, {.4, .6}, {.95, .05}, {.9, .1}};
        List<Suspect> suspects = ConfidentLearning.suspects(p, new int[] {0, 1, 0, 1, 1, 1}, 2);
        assertThat(suspects).extracting(Suspect::item).containsExactly(4, 2, 5);
    }

    @Test
    void probabilities_of_other_classes_or_images_are_refused() {
        assertThatThrownBy(() -> ConfidentLearning.suspects(new double[1][10], new int[2], 10))
                .hasMessage("expected probabilities for each of the 2 labels, got 1");
        assertThatThrownBy(() -> ConfidentLearning.suspects(new double[1][9], new int[1], 10))
                .hasMessage("expected 10 probabilities and a label of them, got 9 and the label 0");
        assertThatThrownBy(() -> CrowdLab.weigh(CrowdData.toy(), new double[4][2]))
                .hasMessage("expected probabilities for each of the 5 items, got 4");
    }

    /** Three annotators, classes 0 to 2, four images with several labels and one with a single one. */
    private static final CrowdLabels LABELS = CrowdLabels.builder(3)
            .add(0, 0, 0)
            .add(0, 1, 0)
            .add(0, 2, 0)
            .add(1, 0, 1)
            .add(1, 1, 1)
            .add(2, 0, 2)
            .add(2, 1, 2)
            .add(2, 2, 1)
            .add(3, 0, 0)
            .add(3, 2, 1)
            .add(4, 0, 2)
            .build();

    private static final double[][] MODEL = {{.8, .1, .1}, {.2, .7, .1}, {.3, .4, .3}, {.6, .3, .1}, {.1, .1, .8}};

    @Test
    void annotators_are_weighed_by_agreement_and_the_model_by_the_consensus() {
        CrowdLab weights = CrowdLab.weigh(LABELS, MODEL);
        // Consensus 0, 1, 2 and, the model breaking the tie, 0: the commonest class is right for half of them.
        // Agreement: of 0: (2 + 1 + 1 + 0) / (2 + 1 + 2 + 1); of 1: (2 + 1 + 1) / (2 + 1 + 2); of 2: 2 / (2 + 2 + 1).
        assertThat(weights.annotators())
                .containsExactly(new double[] {1 - (1 - 4.0 / 6) / .5, 1 - (1 - 4.0 / 5) / .5, 1e-6}, within(1e-12));
        // The model is wrong on one of four; 11 labels of 5 images.
        assertThat(weights.model()).isEqualTo((1 - .25 / .5) * Math.sqrt(11 / 5.0), within(1e-12));
        assertThat(weights.right()).isEqualTo((1 + 1 + 2.0 / 3 + .5) / 4, within(1e-12));
    }

    @Test
    void the_consensus_is_an_average_by_weights() {
        CrowdLab weights = new CrowdLab(new double[] {.5, .25}, .75, .9);
        double[] consensus =
                weights.consensus(new double[] {.2, .5, .3}, List.of(new GivenLabel(0, 0), new GivenLabel(1, 2)));
        assertThat(consensus)
                .containsExactly(
                        new double[] {
                            (.75 * .2 + .5 * .9 + .25 * .05) / 1.5,
                            (.75 * .5 + .5 * .05 + .25 * .05) / 1.5,
                            (.75 * .3 + .5 * .05 + .25 * .9) / 1.5
                        },
                        within(1e-12));
    }

    @Test
    void the_next_label_goes_where_model_and_people_are_least_sure() {
        CrowdLab weights = new CrowdLab(new double[] {.5, .3}, .6, .9);
        double[] sure = {.98, .01, .01};
        double[] unsure = {.4, .35, .25};
        double nothingKnown = weights.activeLab(unsure, List.of());
        assertThat(nothingKnown).isEqualTo((.6 * .4 + .4 / 3) / 1.0, within(1e-12));
        double disputed = weights.activeLab(unsure, List.of(new GivenLabel(0, 0), new GivenLabel(1, 1)));
        double agreed = weights.activeLab(unsure, List.of(new GivenLabel(0, 0), new GivenLabel(1, 0)));
        assertThat(nothingKnown).isLessThan(disputed);
        assertThat(disputed).isLessThan(agreed);
        assertThat(weights.activeLab(sure, List.of())).isGreaterThan(nothingKnown);
    }

    @Test
    void weights_of_nothing_are_finite() {
        CrowdLab weights = CrowdLab.weigh(CrowdLabels.builder(10).annotators(2).build(), new double[0][]);
        assertThat(weights.annotators()).containsExactly(1, 1);
        assertThat(weights.model()).isZero();
        assertThat(weights.activeLab(new double[] {.5, .5}, List.of())).isEqualTo(.5);
    }
}
