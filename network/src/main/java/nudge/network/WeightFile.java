package nudge.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network as a safetensors file: {@code layers.0.weight} of shape [outputs, inputs], {@code layers.0.bias} of shape
 * [outputs], and so on, F32 little-endian; with momentum also {@code layers.0.weight.velocity} and
 * {@code layers.0.bias.velocity}. The shape of the network is in the metadata, under names that begin with
 * {@code nudge.}. The same content gives the same bytes.
 *
 * <p>Reading trusts nothing: whatever the bytes are, the answer is a network or an {@link IllegalArgumentException} of
 * one line, and no more memory is taken than the file's own size warrants.
 */
public final class WeightFile {

    private WeightFile() {}

    /** The file of a network. Metadata is the caller's; names that begin with {@code nudge.} are not. */
    public static byte[] write(Network network, Map<String, String> metadata) {
        return write(network, null, metadata);
    }

    /** The file of the network that is being trained, with the velocities when there is momentum. */
    public static byte[] write(Sgd sgd, Map<String, String> metadata) {
        boolean moving = sgd.hyperparameters().momentum() > 0;
        return write(sgd.network(), moving ? sgd.velocities() : null, metadata);
    }

    /** The network in a file. */
    public static Network read(byte[] file) {
        WeightFileContents contents = WeightFileContents.of(file);
        Network network = Network.blank(contents.spec);
        for (int l = 0; l < contents.spec.layers(); l++) {
            contents.copyInto(network.layer(l), l, "");
        }
        return network;
    }

    /**
     * Gives the velocities in a file to a trainer, which then goes on as if it had never stopped; a file without
     * velocities leaves it at rest.
     */
    public static void restoreVelocity(byte[] file, Sgd sgd) {
        WeightFileContents contents = WeightFileContents.of(file);
        if (!contents.spec.equals(sgd.network().spec())) {
            throw new IllegalArgumentException(
                    "Expected a weight file of %s, got %s: read the network from the same file"
                            .formatted(sgd.network().spec(), contents.spec));
        }
        if (contents.hasVelocity()) {
            for (int l = 0; l < contents.spec.layers(); l++) {
                contents.copyInto(sgd.velocities()[l], l, WeightFileContents.VELOCITY);
            }
        }
    }

    /** The metadata that the writer gave, without the names of our own. */
    public static SortedMap<String, String> metadata(byte[] file) {
        SortedMap<String, String> metadata =
                new TreeMap<>(WeightFileContents.of(file).header.metadata());
        metadata.keySet().removeIf(name -> name.startsWith("nudge."));
        return metadata;
    }

    /** The SHA-256 of some bytes, in 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] write(Network network, Layer @Nullable [] velocities, Map<String, String> metadata) {
        NetworkSpec spec = network.spec();
        checkNames(metadata);
        TreeMap<String, String> all = new TreeMap<>(metadata);
        all.putAll(Map.of(
                WeightFileContents.FORMAT,
                "1",
                WeightFileContents.SIZES,
                spec.printedSizes(),
                WeightFileContents.ACTIVATION,
                spec.activation().name(),
                WeightFileContents.COST,
                spec.cost().name()));
        TreeMap<String, SafetensorsHeader.Tensor> tensors =
                new TreeMap<>(WeightFileContents.shapes(spec, velocities != null));
        long position = 0;
        for (Map.Entry<String, SafetensorsHeader.Tensor> entry : tensors.entrySet()) {
            long bytes = entry.getValue().to();
            entry.setValue(new SafetensorsHeader.Tensor("F32", entry.getValue().shape(), position, position + bytes));
            position += bytes;
        }
        byte[] header = encode(new SafetensorsHeader(all, tensors).print());
        int padded = Layer.padded(header.length, 8);
        if (padded > WeightFileContents.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected a header of at most %d bytes, got %d: use less metadata",
                    WeightFileContents.MAX_HEADER_BYTES,
                    padded));
        }
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(8 + padded + position)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(header);
        while (file.position() < 8 + padded) {
            file.put((byte) ' ');
        }
        for (String name : tensors.keySet()) {
            Layer[] source = name.endsWith(WeightFileContents.VELOCITY) ? Objects.requireNonNull(velocities) : null;
            int l = Integer.parseInt(name.split("\\.")[1]);
            put(file, source == null ? network.layer(l) : source[l], name.contains(".weight"));
        }
        return file.array();
    }

    /** @throws IllegalArgumentException when one of the caller's names is of our own */
    static void checkNames(Map<String, String> metadata) {
        for (String name : metadata.keySet()) {
            if (name.startsWith("nudge.")) {
                throw new IllegalArgumentException("Expected metadata names that do not begin with \"nudge.\", got \""
                        + name + "\": choose another name");
            }
        }
    }

    /** Puts a layer's weights, [outputs][inputs], or its biases, [outputs]. */
    static void put(ByteBuffer file, Layer layer, boolean weights) {
        for (int j = 0; j < layer.outputs; j++) {
            if (!weights) {
                putFinite(file, layer.bias(j));
                continue;
            }
            for (int i = 0; i < layer.inputs; i++) {
                putFinite(file, layer.weight(i, j));
            }
        }
    }

    private static void putFinite(ByteBuffer file, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalStateException(
                    "Expected finite weights, got " + value + ": training has diverged, use a smaller learning rate");
        }
        file.putFloat(value);
    }

    private static byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Expected metadata of whole characters, got half a surrogate pair: remove it", e);
        }
    }
}
