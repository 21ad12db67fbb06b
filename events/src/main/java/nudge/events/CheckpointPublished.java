package nudge.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of a model: a record of {@code nudge.checkpoints}.
 *
 * <p>Its weights are a pure function of the parent's, the records of {@code nudge.labels} up to {@code offset}, the
 * {@code rounds} and the {@code training}: whoever reads the topic can derive them again and compare {@code sha256}.
 *
 * @param id names the checkpoint; derived from its parent, its place in the log and its weights
 * @param model the model's name
 * @param parent the checkpoint before, or null for the first
 * @param sha256 of the weight file, in hexadecimal
 * @param bytes length of the weight file
 * @param chunks number of records in {@code nudge.weights} that hold it, keyed {@code id/0}, {@code id/1}, ...
 * @param step mini-batches learned from since the beginning
 * @param examples training examples with a known label at the horizon
 * @param heldOut held-out images with a known label at the horizon
 * @param position the horizon as a position in the log of labels: everything up to it is folded in
 * @param offset the horizon as an offset in {@code nudge.labels}: the first record that is not folded in
 * @param rounds what was done since the parent, in order
 * @param training what does not change from one checkpoint to the next
 * @param sampler the state of the shuffle after the last step
 */
public record CheckpointPublished(
        String id,
        String model,
        @Nullable String parent,
        String sha256,
        int bytes,
        int chunks,
        long step,
        int examples,
        int heldOut,
        long position,
        long offset,
        List<Round> rounds,
        Training training,
        Sampler sampler,
        Instant at) {
    public static final String TYPE = "checkpoint.published.v1";

    public CheckpointPublished {
        rounds = List.copyOf(rounds);
    }

    /**
     * Fold the records before {@code offset}, then take {@code steps} steps.
     *
     * @param offset in {@code nudge.labels}
     */
    public record Round(long offset, int steps) {}

    /** The network and how it is trained. {@code seed} gives the first weights and every shuffle. */
    public record Training(
            List<Integer> sizes,
            String activation,
            String cost,
            String initialisation,
            float learningRate,
            float momentum,
            int batchSize,
            long seed) {
        public Training {
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * The state of the shuffle.
     *
     * @param epoch counted from 0
     * @param size examples that the epoch's permutation covers
     * @param cursor how far the permutation has been dealt out
     * @param fresh label records that have been dealt out ahead of the permutation because they were new
     */
    public record Sampler(long epoch, int size, int cursor, long fresh) {}
}
