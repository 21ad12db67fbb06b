package nudge.labeller.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.network.WeightFile;

/** A model and its history as a follower would have them, without Kafka: the network of one number, which learns nothing. */
public final class KnownModel {
    public final CurrentModel model = new CurrentModel();
    public final History history = new History();
    private final CheckpointPublished checkpoint;
    private long measurements;

    public KnownModel(int number) {
        byte[] weights = WeightFile.write(TestTrainer.network(number), Map.of());
        checkpoint = TestTrainer.checkpoint("digits", number, TestTrainer::id, weights, Instant.now());
        model.replaceWith(checkpoint, weights);
        history.add(new TrainerEvent.Checkpoint(checkpoint, 0));
    }

    /** Measures its accuracy as this. @param low the lower end of the interval */
    public void measure(double accuracy, double low) {
        history.add(new TrainerEvent.Accuracy(
                new AccuracyMeasured(
                        checkpoint.id(),
                        checkpoint.model(),
                        checkpoint.position(),
                        checkpoint.step(),
                        1_000,
                        (int) (1_000 * accuracy),
                        accuracy,
                        low,
                        1,
                        0.1,
                        null,
                        Collections.nCopies(10, Collections.nCopies(10, 1)),
                        Instant.EPOCH),
                measurements++));
    }
}
