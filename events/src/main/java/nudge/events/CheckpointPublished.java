package nudge.events;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of a model: a record of {@code nudge.checkpoints}.
 *
 * <p>Its weights are a pure function of the parent's, the records of {@code nudge.labels} up to {@code position}, the
 * {@code rounds} and the {@code training}: any reader of the topics can derive them again and compare {@code sha256}.
 *
 * @param id names the checkpoint; its step and 16 hexadecimal digits that are derived from its parent, its place in the log
 *     and its weights
 * @param model the model's name
 * @param parent the checkpoint before, or null for the first
 * @param sha256 of the weight file, in hexadecimal
 * @param bytes length of the weight file
 * @param chunks number of records in {@code nudge.weights} that hold it, keyed {@code id/0}, {@code id/1}, ...
 * @param step mini-batches learned from since the beginning
 * @param examples training examples with a known label at the horizon
 * @param heldOut held-out images with a known label at the horizon
 * @param position the horizon as a position in the log of labels: everything up to it is folded in
 * @param offset the horizon as an offset in {@code nudge.labels}: the first record that is not folded in, where the topic lay
 *     when this was published
 * @param rounds what was done since the parent, in order
 * @param training what does not change from one checkpoint to the next
 * @param sampler the state of the shuffle after the last step
 * @param at by the trainer's clock, for people: a clock may jump, so the order of the checkpoints is that of their records
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
    private static final Pattern ID = Pattern.compile("([0-9]{1,18})-[0-9a-f]{16}");

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

    /** The same, published at another time. */
    public CheckpointPublished publishedAt(Instant time) {
        return new CheckpointPublished(
                id, model, parent, sha256, bytes, chunks, step, examples, heldOut, position, offset, rounds, training,
                sampler, time);
    }

    /**
     * Names a checkpoint so that it can be found among millions: a model's steps grow from one checkpoint to the next.
     *
     * @param digest 16 hexadecimal digits
     */
    public static String id(long step, String digest) {
        return step + "-" + digest;
    }

    /** The step that an id names; empty for one that no trainer makes, or that was made before ids named their step. */
    public static OptionalLong stepOf(String id) {
        Matcher named = ID.matcher(id);
        return named.matches() ? OptionalLong.of(Long.parseLong(named.group(1))) : OptionalLong.empty();
    }

    /**
     * Fold the records up to the horizon, then take {@code steps} steps.
     *
     * @param offset the horizon in {@code nudge.labels}: the first record that is not folded in, where the topic lay when this
     *     was done
     * @param position the horizon in the log of labels, which holds wherever the topic lies; null in checkpoints that were
     *     published before it was written down
     */
    public record Round(long offset, int steps, @Nullable Long position) {}

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
