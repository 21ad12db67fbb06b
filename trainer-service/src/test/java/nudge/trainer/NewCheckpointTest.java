package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.events.CheckpointPublished.Training;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Split;
import nudge.learning.Learner;
import nudge.network.WeightFile;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.Horizon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCheckpointTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Horizon HORIZON = new Horizon(40, 21);
    private static final List<Integer> SMALL = List.of(784, 6, 10);
    private static final List<Round> ROUNDS = List.of(new Round(20, 3, 38L), new Round(21, 1, 40L));

    @TempDir
    Path folder;

    private @Nullable Learner learner;

    @AfterEach
    void close() {
        if (learner != null) {
            learner.close();
        }
    }

    private Learner learner(List<Integer> sizes, String activation, float learningRate, int steps) {
        Training training = new Training(sizes, activation, "SQUARED_ERROR", "HE", learningRate, 0f, 7, 3);
        Learner made = Learner.begin(training, new Learner.Resources(1, 1 << 20, folder));
        for (int i = 0; i < 20; i++) {
            Split split = i < 2 ? Split.HELD_OUT : Split.TRAIN;
            made.fold(new ImageLabelled(
                    Relayed.image(i), Relayed.pixels(i, i % 10), i % 10, 1, split, i + 1, i, Instant.EPOCH));
        }
        for (int step = 0; step < steps; step++) {
            made.step();
        }
        learner = made;
        return made;
    }

    private static CheckpointPublished made(
            @Nullable CheckpointPublished parent, Learner learner, Horizon horizon, Instant now) {
        return NewCheckpoint.of("digits", parent, learner, horizon, ROUNDS, now).event();
    }

    @Test
    void says_how_far_the_learner_is_and_names_its_weights() {
        Learner learner = learner(SMALL, "SIGMOID", 1f, 4);
        NewCheckpoint made = NewCheckpoint.of("digits", null, learner, HORIZON, ROUNDS, NOON);
        CheckpointPublished event = made.event();
        assertThat(event.model()).isEqualTo("digits");
        assertThat(event.parent()).isNull();
        assertThat(event.position()).isEqualTo(40);
        assertThat(event.offset()).isEqualTo(21);
        assertThat(event.step()).isEqualTo(4);
        assertThat(event.examples()).isEqualTo(18);
        assertThat(event.heldOut()).isEqualTo(2);
        assertThat(event.rounds()).isEqualTo(ROUNDS);
        assertThat(event.training()).isEqualTo(learner.training());
        assertThat(event.sampler()).isEqualTo(learner.sampler());
        assertThat(event.at()).isEqualTo(NOON);
        assertThat(event.bytes()).isEqualTo(made.weights().length);
        assertThat(event.sha256()).isEqualTo(WeightFile.sha256(made.weights()));
        assertThat(WeightFile.metadata(made.weights()))
                .containsAllEntriesOf(Map.of("model", "digits", "position", "40", "step", "4"));
    }

    @Test
    void its_id_names_the_step_and_follows_from_the_parent_the_offset_and_the_weights_alone() {
        Learner learner = learner(SMALL, "SIGMOID", 1f, 4);
        CheckpointPublished first = made(null, learner, HORIZON, NOON);
        assertThat(first.id()).matches("4-[0-9a-f]{16}");
        assertThat(made(null, learner, HORIZON, NOON.plusSeconds(3)).id()).isEqualTo(first.id());
        assertThat(made(null, learner, new Horizon(40, 22), NOON).id()).isNotEqualTo(first.id());
        CheckpointPublished second = made(first, learner, HORIZON, NOON);
        assertThat(second.parent()).isEqualTo(first.id());
        assertThat(second.id()).isNotEqualTo(first.id());
        learner.step();
        assertThat(made(null, learner, HORIZON, NOON).id()).isNotEqualTo(first.id());
    }

    @Test
    void its_time_is_the_clocks_even_when_that_was_set_back() {
        Learner learner = learner(SMALL, "SIGMOID", 1f, 1);
        CheckpointPublished parent = made(null, learner, HORIZON, NOON);
        assertThat(made(parent, learner, HORIZON, NOON.plusMillis(5)).at()).isEqualTo(NOON.plusMillis(5));
        assertThat(made(parent, learner, HORIZON, NOON).at()).isEqualTo(NOON);
        assertThat(made(parent, learner, HORIZON, NOON.minusSeconds(3600)).at()).isEqualTo(NOON.minusSeconds(3600));
    }

    @Test
    void its_time_is_in_whole_milliseconds_like_that_of_its_records() {
        Learner learner = learner(SMALL, "SIGMOID", 1f, 1);
        assertThat(made(null, learner, HORIZON, NOON.plusNanos(5_999_999)).at()).isEqualTo(NOON.plusMillis(5));
    }

    @Test
    void training_that_has_diverged_halts_before_anything_is_published() {
        Learner learner = learner(List.of(784, 40, 40, 40, 40, 40, 10), "RELU", 1000f, 30);
        assertThat(learner.isFinite()).isFalse();
        assertThatThrownBy(() -> made(null, learner, HORIZON, NOON))
                .isInstanceOf(HaltedException.class)
                .hasMessageStartingWith("expected finite weights at step 30, got others: training has diverged")
                .hasMessageContaining("NUDGE_TRAINER_LEARNING_RATE");
    }
}
