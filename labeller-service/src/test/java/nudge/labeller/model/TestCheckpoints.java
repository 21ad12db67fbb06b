package nudge.labeller.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.network.WeightFile;

/** Checkpoints that come without Kafka, as the follower would bring them. */
public final class TestCheckpoints {
    private TestCheckpoints() {}

    /** A checkpoint of this number, its accuracy and its network. */
    public static void publish(int number, Instant at, History history, CurrentModel model) {
        byte[] weights = WeightFile.write(TestTrainer.network(number), Map.of());
        CheckpointPublished checkpoint = new CheckpointPublished(
                TestTrainer.id(number),
                "digits",
                number == 0 ? null : TestTrainer.id(number - 1),
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                TestTrainer.step(number),
                100,
                20,
                140 + number,
                120 + number,
                List.of(),
                new Training(List.of(784, 16, 16, 10), "sigmoid", "squared-error", "scaled-normal", 3, 0, 100, 1),
                new Sampler(0, 100, 0, 0),
                at);
        history.add(new TrainerEvent.Checkpoint(checkpoint, number));
        history.add(new TrainerEvent.Accuracy(
                new AccuracyMeasured(
                        checkpoint.id(),
                        checkpoint.model(),
                        checkpoint.position(),
                        checkpoint.step(),
                        100,
                        90,
                        0.9,
                        0.8,
                        0.95,
                        0.1,
                        null,
                        Collections.nCopies(10, Collections.nCopies(10, 1)),
                        at),
                number));
        model.replaceWith(checkpoint, weights);
    }
}
