package nudge.trainer;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import nudge.events.CheckpointPublished.Training;
import nudge.learning.Learner;
import nudge.trainer.TrainingSession.Setup;
import nudge.trainer.kafka.Faults;
import nudge.trainer.schedule.Progress;
import nudge.trainer.schedule.RoundSchedule;

/** Rounds that depend on how many labels there are, and neither on their offsets nor on the time. */
final class CountedRounds implements RoundSchedule {
    private long end;

    /** A session of the model {@code digits} with such rounds, and a small network. */
    TrainingSession open(KafkaOfTest kafka, Clock clock) {
        Status status = new Status();
        return TrainingSession.open(new Setup(
                kafka.settings(),
                "digits",
                new Training(List.of(784, 6, 10), "SIGMOID", "SQUARED_ERROR", "HE", 1f, 0.5f, 7, 3),
                new Learner.Resources(1, 20_000, Path.of(System.getProperty("java.io.tmpdir"))),
                this,
                clock,
                Faults.NONE,
                status,
                new Metrics(status)));
    }

    /** Trains until all records before an offset are in a checkpoint. */
    void run(TrainingSession session, long until) {
        end = until;
        while (session.published() < end) {
            session.round();
        }
    }

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
        return progress.stepsInRound() < 2;
    }

    @Override
    public boolean publishes(Progress progress) {
        return progress.roundsSinceCheckpoint() >= 3 || progress.offset() == end;
    }

    @Override
    public boolean measures(Progress progress) {
        return true;
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
