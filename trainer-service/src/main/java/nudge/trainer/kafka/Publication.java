package nudge.trainer.kafka;

import java.time.Instant;
import java.util.List;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint and all that is published with it, in one transaction.
 *
 * @param weights the checkpoint's weight file
 * @param accuracy null when the checkpoint was not measured
 * @param judgement null when the checkpoint was not measured
 * @param deadLetters label records up to the horizon that do not keep the contract, with the fault of each
 * @param forgotten checkpoints whose weights are not kept any longer
 */
public record Publication(
        CheckpointPublished checkpoint,
        byte[] weights,
        @Nullable AccuracyMeasured accuracy,
        @Nullable Judgement judgement,
        List<DeadLetter> deadLetters,
        List<Retention.Kept> forgotten) {
    /** The same with another time. */
    Publication at(Instant time) {
        return new Publication(
                checkpoint.publishedAt(time),
                weights,
                accuracy == null ? null : accuracy.publishedAt(time),
                judgement == null ? null : judgement.at(time),
                deadLetters,
                forgotten);
    }
}
