package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.IntFunction;
import nudge.events.CheckpointPublished;
import nudge.labeller.relay.TestTopics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several models in one topic: one behind the other, and side by side. */
@Tag("server")
class StepSearchTest {
    private static final IntFunction<String> DIGITS = number -> id(number, 1);
    private static final IntFunction<String> OTHER = number -> id(number, 2);

    private static final IntFunction<String> AGAIN = number -> id(number, 3);

    private final StoredCheckpoints stored = new StoredCheckpoints(TestTopics.kafka());

    private static String id(int number, int model) {
        return CheckpointPublished.id(
                TestTrainer.step(number), String.format(Locale.ROOT, "%016x", 1_000_000 * model + number));
    }

    @BeforeAll
    static void publish() throws Exception {
        TestTopics.fresh();
        try (TestTrainer digits = new TestTrainer(TestTopics.kafka());
                TestTrainer other = new TestTrainer(TestTopics.kafka(), "other")) {
            digits.publishHistory(0, 2_000, DIGITS);
            other.publishHistory(0, 1_500, OTHER);
            digits.publishHistory(2_000, 3_000, DIGITS);
            for (int i = 0; i < 50; i++) {
                digits.publishHistory(3_000 + 3 * i, 3_003 + 3 * i, DIGITS);
                other.publishHistory(1_500 + i, 1_501 + i, OTHER);
            }
            digits.publishHistory(3_149, 3_150, AGAIN);
        }
    }

    @Test
    void the_checkpoints_of_each_model_are_found() {
        for (int number : new int[] {0, 1, 1_499, 1_999, 2_000, 2_500, 2_999, 3_000, 3_149}) {
            assertThat(stored.find(DIGITS.apply(number)))
                    .hasValueSatisfying(found -> assertThat(found.model()).isEqualTo("digits"));
        }
        for (int number : new int[] {0, 1, 750, 1_499, 1_500, 1_501, 1_549}) {
            assertThat(stored.find(OTHER.apply(number)))
                    .hasValueSatisfying(found -> assertThat(found.model()).isEqualTo("other"));
        }
        assertThat(stored.find(OTHER.apply(1_550))).isEmpty();
    }

    @Test
    void the_accuracy_of_a_checkpoint_is_that_of_its_model() {
        for (int number : new int[] {0, 750, 1_549}) {
            CheckpointPublished other = stored.find(OTHER.apply(number)).orElseThrow();
            assertThat(stored.accuracyOf(other))
                    .hasValueSatisfying(
                            measured -> assertThat(measured.checkpoint()).isEqualTo(OTHER.apply(number)));
        }
    }

    @Test
    void the_newest_checkpoint_of_a_step_is_found_by_the_step() {
        for (int number : new int[] {0, 1, 1_499, 1_999, 2_000, 2_999, 3_000, 3_148}) {
            assertThat(stored.findStep("digits", TestTrainer.step(number)).map(CheckpointPublished::id))
                    .contains(DIGITS.apply(number));
        }
        for (int number : new int[] {0, 750, 1_499, 1_500, 1_549}) {
            assertThat(stored.findStep("other", TestTrainer.step(number)).map(CheckpointPublished::id))
                    .contains(OTHER.apply(number));
        }
        assertThat(stored.findStep("digits", TestTrainer.step(3_149)).map(CheckpointPublished::id))
                .as("nothing was learned between the two")
                .contains(AGAIN.apply(3_149));
        assertThat(stored.findStep("digits", TestTrainer.step(7) + 1)).isEmpty();
        assertThat(stored.findStep("other", TestTrainer.step(1_550))).isEmpty();
        assertThat(stored.findStep("none", TestTrainer.step(7))).isEmpty();
    }
}
