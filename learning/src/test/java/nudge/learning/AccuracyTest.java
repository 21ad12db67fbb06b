package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.network.Evaluation;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final CheckpointPublished CHECKPOINT = new CheckpointPublished(
            "40-0123456789abcdef",
            "digits",
            null,
            "0".repeat(64),
            1,
            1,
            40,
            100,
            12,
            77,
            78,
            List.of(),
            new Training(List.of(784, 8, 10), "SIGMOID", "SQUARED_ERROR", "HE", 3f, 0f, 10, 5),
            new Sampler(0, 0, 0, 0),
            Instant.EPOCH);

    /** Values of Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3. */
    @Test
    void the_wilson_interval_is_the_published_one() {
        assertThat(Accuracy.wilson(81, 263)[0]).isCloseTo(0.2553, within(5e-5));
        assertThat(Accuracy.wilson(81, 263)[1]).isCloseTo(0.3662, within(5e-5));
        assertThat(Accuracy.wilson(0, 20)[0]).isZero();
        assertThat(Accuracy.wilson(0, 20)[1]).isCloseTo(0.1611, within(5e-5));
        assertThat(Accuracy.wilson(1, 29)[0]).isCloseTo(0.0061, within(5e-5));
        assertThat(Accuracy.wilson(1, 29)[1]).isCloseTo(0.1718, within(5e-5));
    }

    @Test
    void the_interval_ends_at_0_and_1() {
        assertThat(Accuracy.wilson(0, 1)[0]).isCloseTo(0, within(1e-15)).isNotNegative();
        assertThat(Accuracy.wilson(7, 7)[1]).isCloseTo(1, within(1e-15)).isLessThanOrEqualTo(1);
        assertThat(Accuracy.wilson(7, 7)[0]).isCloseTo(0.6457, within(5e-5));
    }

    @Test
    void an_event_says_what_was_measured_of_which_checkpoint() {
        Evaluation evaluation = new Evaluation(new float[0], new int[][] {{5, 1}, {2, 4}}, 0.25);
        double[] interval = Accuracy.wilson(9, 12);
        assertThat(Accuracy.of(CHECKPOINT, evaluation, 0.5))
                .isEqualTo(new AccuracyMeasured(
                        "40-0123456789abcdef",
                        "digits",
                        77,
                        40,
                        12,
                        9,
                        0.75,
                        interval[0],
                        interval[1],
                        0.25,
                        0.5,
                        List.of(List.of(5, 1), List.of(2, 4)),
                        Instant.EPOCH));
        assertThat(Accuracy.of(CHECKPOINT, evaluation, null).prequential()).isNull();
    }

    @Test
    void an_evaluation_of_no_image_is_refused_and_one_of_a_single_image_is_not() {
        Evaluation none = new Evaluation(new float[0], new int[2][2], 0);
        assertThatThrownBy(() -> Accuracy.of(CHECKPOINT, none, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one held-out image, got none");
        Evaluation one = new Evaluation(new float[0], new int[][] {{0, 1}, {0, 0}}, 2);
        assertThat(Accuracy.of(CHECKPOINT, one, null).accuracy()).isZero();
    }
}
