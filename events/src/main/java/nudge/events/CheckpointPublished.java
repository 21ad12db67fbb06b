package nudge.events;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public CheckpointPublished {
        Expected.present(id, "id");
        Expected.present(model, "model");
        if (!SHA256.matcher(Expected.present(sha256, "sha256")).matches()) {
            throw new IllegalArgumentException("expected 64 hexadecimal digits as sha256, got " + sha256);
        }
        Expected.atLeast(1, bytes, "bytes");
        if (chunks != WeightChunk.count(bytes)) {
            throw new IllegalArgumentException(
                    "expected " + WeightChunk.count(bytes) + " chunks of " + bytes + " bytes, got " + chunks);
        }
        Expected.atLeast(0, step, "step");
        Expected.atLeast(0, examples, "examples");
        Expected.atLeast(0, heldOut, "heldOut");
        Expected.atLeast(0, position, "position");
        Expected.atLeast(0, offset, "offset");
        rounds = List.copyOf(Expected.present(rounds, "rounds"));
        Expected.present(training, "training");
        Expected.present(sampler, "sampler");
        Expected.present(at, "at");
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
            sizes = List.copyOf(Expected.present(sizes, "sizes"));
            Expected.present(activation, "activation");
            Expected.present(cost, "cost");
            Expected.present(initialisation, "initialisation");
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
