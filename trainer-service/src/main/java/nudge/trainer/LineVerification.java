package nudge.trainer;

import nudge.events.CheckpointPublished;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive checkpoints of a model up to its latest, each re-derived from the log of labels and compared.
 *
 * @param last the latest checkpoint, as it was published
 * @param from the id of the checkpoint that the derivation began with, or null when it began with the seed
 * @param checkpoints how many were compared
 * @param steps that were taken
 * @param differing how many have another SHA-256
 * @param first the first of these, or null when all hold
 */
public record LineVerification(
        CheckpointPublished last,
        @Nullable String from,
        long checkpoints,
        long steps,
        long differing,
        @Nullable Difference first) {
    /**
     * A checkpoint that does not hold.
     *
     * @param checkpoint as it was published
     * @param actual SHA-256 of the derived weight file, in hexadecimal
     */
    public record Difference(CheckpointPublished checkpoint, String actual) {}

    /** Whether all derived weights are the published ones, to the bit. */
    public boolean holds() {
        return differing == 0;
    }
}
