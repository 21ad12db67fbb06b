package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.InvalidRecordException;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.Split;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import org.junit.jupiter.api.Test;

/** What a learner says of itself, and what it refuses. */
class LearnerStateTest {
    @Test
    void it_counts_the_steps_the_labels_and_what_waits() {
        Learner learner = Learner.begin(LearnerTest.training(0, 2), LearnerTest.RESOURCES);
        assertThat(learner.step()).isZero();
        assertThat(learner.steps()).isZero();
        learner.fold(LearnerTest.labelled(1, 1, Split.TRAIN, 1));
        learner.fold(LearnerTest.labelled(2, 2, Split.TRAIN, 2));
        learner.fold(LearnerTest.labelled(1, 3, Split.TRAIN, 3));
        assertThat(learner.labels()).isEqualTo(3);
        assertThat(learner.examples()).isEqualTo(2);
        assertThat(learner.waiting()).isEqualTo(3);
        learner.step();
        assertThat(learner.steps()).isEqualTo(1);
        assertThat(learner.waiting()).isEqualTo(2);

        Learner next = LearnerTest.resumed(
                learner,
                List.of(
                        LearnerTest.labelled(1, 1, Split.TRAIN, 1),
                        LearnerTest.labelled(2, 2, Split.TRAIN, 2),
                        LearnerTest.labelled(1, 3, Split.TRAIN, 3)));
        assertThat(next.waiting()).isEqualTo(2);
        next.step();
        assertThat(next.steps()).isEqualTo(2);
        next.close();
    }

    @Test
    void no_record_moves_an_image_from_one_set_to_the_other() {
        Learner learner = Learner.begin(LearnerTest.training(0, 10), LearnerTest.RESOURCES);
        learner.fold(LearnerTest.labelled(1, 3, Split.TRAIN, 1));
        learner.fold(LearnerTest.labelled(2, 3, Split.HELD_OUT, 2));
        assertMoveIsRefused(learner, LearnerTest.labelled(1, 3, Split.HELD_OUT, 3), "train", "held-out");
        assertMoveIsRefused(learner, LearnerTest.labelled(2, 3, Split.TRAIN, 3), "held-out", "train");
        assertMoveIsRefused(learner, unlabelled(1, Split.HELD_OUT), "train", "held-out");
        assertMoveIsRefused(learner, unlabelled(2, Split.TRAIN), "held-out", "train");
        assertThat(learner.examples()).isEqualTo(1);
        assertThat(learner.heldOut()).isEqualTo(1);
        learner.close();
    }

    private static void assertMoveIsRefused(Learner learner, LabelRecord record, String before, String now) {
        assertThatThrownBy(() -> learner.fold(record))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageEndingWith("expected the split " + before + " as before, got " + now);
    }

    @Test
    void the_retraction_of_an_image_that_never_had_a_label_changes_nothing() {
        Learner learner = Learner.begin(LearnerTest.training(0, 10), LearnerTest.RESOURCES);
        learner.fold(unlabelled(1, Split.TRAIN));
        learner.fold(unlabelled(2, Split.HELD_OUT));
        assertThat(learner.examples()).isZero();
        assertThat(learner.heldOut()).isZero();
        assertThat(learner.labels()).isZero();
        // Nor does it belong to a set.
        learner.fold(LearnerTest.labelled(1, 3, Split.HELD_OUT, 4));
        learner.fold(LearnerTest.labelled(2, 3, Split.TRAIN, 5));
        assertThat(learner.examples()).isEqualTo(1);
        assertThat(learner.heldOut()).isEqualTo(1);
        learner.close();
    }

    @Test
    void a_weight_file_of_this_learner_carries_what_it_is_given_beside_the_weights() {
        Learner learner = Learner.begin(LearnerTest.training(0, 10), LearnerTest.RESOURCES);
        assertThat(WeightFile.metadata(learner.weights(Map.of("model", "digits"))))
                .isEqualTo(Map.of("model", "digits"));
        learner.close();
    }

    @Test
    void training_that_diverges_is_noticed() {
        Training tooFast =
                new Training(List.of(784, 40, 40, 40, 40, 40, 10), "RELU", "SQUARED_ERROR", "HE", 1000f, 0f, 7, 3);
        Learner learner = Learner.begin(tooFast, LearnerTest.RESOURCES);
        assertThat(learner.isFinite()).isTrue();
        for (int i = 0; i < 40; i++) {
            learner.fold(LearnerTest.labelled(i, i % 10, Split.TRAIN, i + 1));
        }
        for (int i = 0; i < 100; i++) {
            learner.step();
        }
        assertThat(learner.isFinite()).isFalse();
        learner.close();
    }

    @Test
    void its_file_of_pixels_grows_with_what_memory_does_not_hold_and_is_closed_with_it() {
        Learner learner = Learner.begin(LearnerTest.training(0, 10), new Resources(1, 0, LearnerTest.FOLDER));
        for (int i = 0; i < 63; i++) {
            learner.fold(LearnerTest.labelled(i, 3, Split.TRAIN, i + 1));
        }
        assertThat(learner.bytesInFile()).isEqualTo(63 * LabelRecord.PIXELS);
        learner.close();
        assertThatThrownBy(() -> learner.fold(LearnerTest.labelled(63, 3, Split.TRAIN, 64)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void weights_of_another_format_are_refused() {
        assertThatThrownBy(() -> Learner.resume(
                        LearnerTest.training(0, 10), LearnerTest.RESOURCES, new byte[100], 1, new Sampler(0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_first_image_of_each_set_is_retracted_as_any_other() {
        Learner learner = Learner.begin(LearnerTest.training(0, 10), LearnerTest.RESOURCES);
        learner.fold(LearnerTest.labelled(1, 3, Split.TRAIN, 1));
        learner.fold(LearnerTest.labelled(2, 3, Split.HELD_OUT, 2));
        learner.fold(unlabelled(1, Split.TRAIN));
        learner.fold(unlabelled(2, Split.HELD_OUT));
        assertThat(learner.examples()).isZero();
        assertThat(learner.heldOut()).isZero();
        learner.close();
    }

    @Test
    void its_threads_end_with_it() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Learner learner = Learner.begin(LearnerTest.training(0, 10), new Resources(3, 1 << 20, LearnerTest.FOLDER));
        OfflineTraining offline = OfflineTrainingTest.withThreads(3);
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("nudge-sgd-"))
                .toList();
        assertThat(own).hasSize(4);
        learner.close();
        offline.close();
        for (Thread thread : own) {
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static ImageUnlabelled unlabelled(int image, Split split) {
        return new ImageUnlabelled(MadeUpImages.image(image), split, 3, 2, Instant.EPOCH);
    }
}
