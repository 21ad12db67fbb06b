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
 * @param decisions on them, or null when these were not derived: that takes a derivation from the seed on
 */
public record LineVerification(
        CheckpointPublished last,
        @Nullable String from,
        long checkpoints,
        long steps,
        long differing,
        @Nullable Difference first,
        @Nullable Decisions decisions) {
    /**
     * A checkpoint that does not hold.
     *
     * @param checkpoint as it was published
     * @param actual SHA-256 of the derived weight file, in hexadecimal
     */
    public record Difference(CheckpointPublished checkpoint, String actual) {}

    /**
     * Which checkpoints were promoted and which rejected, derived again.
     *
     * @param compared how many decisions
     * @param differing how many are others, or have other numbers, or are on a checkpoint that there is not
     * @param first the checkpoint of the first of these, or null when all hold
     */
    public record Decisions(
            long compared, long differing, @Nullable String first) {}

    /** Whether all derived weights are the published ones, to the bit, and all derived decisions too. */
    public boolean holds() {
        return differing == 0 && (decisions == null || decisions.differing == 0);
    }
}
