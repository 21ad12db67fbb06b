package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.events.Split;
import nudge.events.Topics;
import nudge.learning.Learner;
import nudge.network.WeightFile;
import nudge.trainer.TrainingSession.Setup;
import nudge.trainer.kafka.Faults;
import nudge.trainer.kafka.Faults.Point;
import nudge.trainer.schedule.Progress;
import nudge.trainer.schedule.RoundSchedule;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Killed at any point, a trainer's successors publish what it would have published, to the bit. */
@Tag("server")
class KilledTrainerTest {
    private static final int KILLS = 50;
    private static final int RECORDS = 900;

    private static @Nullable Published straight;

    private KafkaOfTest kafka;
    private long end;

    /** The same labels into empty topics, some of them bad. */
    private void publishLabels() {
        kafka = KafkaOfTest.fresh();
        try (Relayed relayed = new Relayed(kafka.settings())) {
            Random random = new Random(8);
            for (int i = 0; i < RECORDS; i++) {
                int number = random.nextInt(300);
                Split split = number % 10 == 0 ? Split.HELD_OUT : Split.TRAIN;
                if (random.nextInt(6) == 0) {
                    relayed.retract(number, split);
                } else if (random.nextInt(20) == 0) {
                    relayed.garbage("bad label " + i);
                } else {
                    relayed.label(number, Relayed.pixels(number, number % 10), random.nextInt(10), split);
                }
            }
            end = relayed.offset();
        }
    }

    /** Rounds that depend on the place in the log alone: the horizons of a run do not depend on its kills. */
    private final class ScriptedSchedule implements RoundSchedule {
        @Override
        public boolean folds(Progress progress) {
            return progress.offset() < end && progress.foldedInRound() < 1 + progress.step() % 5;
        }

        @Override
        public Duration patience(Progress progress) {
            return Duration.ofMillis(50);
        }

        @Override
        public boolean steps(Progress progress) {
            return progress.stepsInRound() < 1 + progress.offset() % 3;
        }

        @Override
        public boolean publishes(Progress progress) {
            return progress.roundsSinceCheckpoint() >= 1 + progress.offset() % 4 || progress.offset() == end;
        }

        @Override
        public boolean measures(Progress progress) {
            return progress.offset() % 3 == 0;
        }

        @Override
        public void measured(Duration took) {}

        @Override
        public void published(Duration took) {}

        @Override
        public boolean parks(Progress progress) {
            return false;
        }
    }

    /** Not caught by anything: the trainer stops where it is and closes nothing. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What a session publishes that nothing disturbs. */
    private Published straight() {
        if (straight == null) {
            publishLabels();
            run(point -> {}).close();
            straight = published();
        }
        return straight;
    }

    @Test
    void fifty_kills_change_no_checkpoint() {
        Published straight = straight();
        publishLabels();
        Random random = new Random(41);
        List<TrainingSession> abandoned = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Point where = Point.values()[kill % Point.values().length];
            // Every fifth strikes at the first such point after the kill before: two in a row.
            int[] passed = {kill % 5 == 4 ? 0 : random.nextInt(4)};
            Faults strike = point -> {
                if (point == where && passed[0]-- == 0) {
                    throw new Killed();
                }
            };
            abandoned.add(run(strike));
            assertThat(passed[0]).as("kill %d at %s has struck", kill, where).isEqualTo(-1);
        }
        abandoned.add(run(point -> {}));
        Published killed = published();
        abandoned.forEach(TrainingSession::close);

        assertThat(straight.checkpoints).hasSizeGreaterThan(100);
        assertThat(straight.checkpoints)
                .as("at a step whose weights are kept")
                .extracting(CheckpointPublished::step)
                .contains(100L);
        assertThat(straight.deadLetters).hasSizeGreaterThan(20);
        assertThat(killed.checkpoints).isEqualTo(straight.checkpoints);
        assertThat(killed.weights).isEqualTo(straight.weights);
        assertThat(killed.deadLetters).isEqualTo(straight.deadLetters);
    }

    @Test
    void a_session_whose_publications_fail_goes_on_with_what_it_knows() {
        Published straight = straight();
        publishLabels();
        int[] passed = {0};
        TrainingSession session = open(point -> {
            if (point.ordinal() >= Point.BEFORE_TRANSACTION.ordinal() && ++passed[0] % 7 == 0) {
                throw new KafkaException("failed at " + point);
            }
        });
        int failures = 0;
        while (session.published() < end) {
            try {
                session.round();
            } catch (KafkaException failed) {
                assertThat(session.isUnsure()).isTrue();
                failures++;
            }
        }
        session.close();
        assertThat(failures).isGreaterThan(50);
        Published disturbed = published();
        assertThat(disturbed.checkpoints).isEqualTo(straight.checkpoints);
        assertThat(disturbed.weights).isEqualTo(straight.weights);
        assertThat(disturbed.deadLetters).isEqualTo(straight.deadLetters);
    }

    @Test
    void a_session_whose_publication_failed_leaves_the_model_to_who_published_since() {
        publishLabels();
        Set<Point> failing = EnumSet.noneOf(Point.class);
        TrainingSession first = open(point -> {
            if (failing.remove(point)) {
                throw new KafkaException("failed at " + point);
            }
        });
        failing.add(Point.INSIDE_TRANSACTION);
        assertThatThrownBy(() -> roundsOf(first)).isInstanceOf(KafkaException.class);
        TrainingSession second = run(point -> {});
        List<CheckpointPublished> published = published().checkpoints;
        assertThatThrownBy(first::round)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected checkpoint none to be the latest of model digits, got "
                        + published.get(published.size() - 1).id());
        assertThat(published().checkpoints).isEqualTo(published);
        first.close();
        second.close();
    }

    private void roundsOf(TrainingSession session) {
        while (session.published() < end) {
            session.round();
        }
    }

    /** Trains until all is published, or until it is killed; closes nothing. */
    private TrainingSession run(Faults faults) {
        TrainingSession session = open(faults);
        try {
            roundsOf(session);
        } catch (Killed killed) {
            assertThat(session.published()).isLessThan(end);
        }
        return session;
    }

    private TrainingSession open(Faults faults) {
        Status status = new Status();
        return TrainingSession.open(new Setup(
                kafka.settings(),
                "digits",
                new Training(List.of(784, 6, 10), "SIGMOID", "SQUARED_ERROR", "HE", 1f, 0.5f, 7, 3),
                new Learner.Resources(1, 20_000, Path.of(System.getProperty("java.io.tmpdir"))),
                new ScriptedSchedule(),
                Clock.systemUTC(),
                faults,
                status,
                new Metrics(status)));
    }

    /** What a run has committed, without the times. */
    private record Published(
            List<CheckpointPublished> checkpoints, Map<String, String> weights, List<String> deadLetters) {}

    private Published published() {
        List<CheckpointPublished> checkpoints =
                kafka.checkpoints().stream().map(KilledTrainerTest::withoutTime).toList();
        Map<String, String> weights = new TreeMap<>();
        for (var chunk : kafka.committed(Topics.WEIGHTS)) {
            if (chunk.value() != null) {
                assertThat(weights.put(chunk.key(), WeightFile.sha256(chunk.value())))
                        .isNull();
            }
        }
        List<String> deadLetters = kafka.committed(Topics.DEAD_LETTERS).stream()
                .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .toList();
        return new Published(checkpoints, weights, deadLetters);
    }

    private static CheckpointPublished withoutTime(CheckpointPublished checkpoint) {
        return new CheckpointPublished(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.parent(),
                checkpoint.sha256(),
                checkpoint.bytes(),
                checkpoint.chunks(),
                checkpoint.step(),
                checkpoint.examples(),
                checkpoint.heldOut(),
                checkpoint.position(),
                checkpoint.offset(),
                checkpoint.rounds(),
                checkpoint.training(),
                checkpoint.sampler(),
                Instant.EPOCH);
    }
}
