package nudge.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network as a safetensors file: {@code layers.0.weight} of shape [outputs, inputs], {@code layers.0.bias} of shape
 * [outputs], and so on, F32 little-endian; with momentum also {@code layers.0.weight.velocity} and
 * {@code layers.0.bias.velocity}. The shape of the network is in the metadata, under names that begin with {@code nudge.}.
 * The same content gives the same bytes.
 *
 * <p>Reading trusts nothing: whatever the bytes are, the answer is a network or an {@link IllegalArgumentException} of one
 * line, and no more memory is taken than the file's own size warrants.
 */
public final class WeightFile {
    private static final String SIZES = "nudge.sizes";
    private static final String ACTIVATION = "nudge.activation";
    private static final String COST = "nudge.cost";
    private static final String FORMAT = "nudge.format";
    private static final String VELOCITY = ".velocity";
    private static final int MOST_HEADER_BYTES = 1 << 20;

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
        Contents contents = Contents.of(file);
        Network network = Network.blank(contents.spec);
        for (int l = 0; l < contents.spec.layers(); l++) {
            contents.copyInto(network.layer(l), l, "");
        }
        return network;
    }

    /**
     * Gives the velocities in a file to a trainer, which then goes on as if it had never stopped; a file without velocities
     * leaves it at rest.
     */
    public static void restoreVelocity(byte[] file, Sgd sgd) {
        Contents contents = Contents.of(file);
        if (!contents.spec.equals(sgd.network().spec())) {
            throw new IllegalArgumentException(
                    "Expected a weight file of %s, came %s: read the network from the same file"
                            .formatted(sgd.network().spec(), contents.spec));
        }
        if (contents.hasVelocity()) {
            for (int l = 0; l < contents.spec.layers(); l++) {
                contents.copyInto(sgd.velocities()[l], l, VELOCITY);
            }
        }
    }

    /** The metadata that the writer gave, without the names of our own. */
    public static SortedMap<String, String> metadata(byte[] file) {
        SortedMap<String, String> metadata =
                new TreeMap<>(Contents.of(file).header.metadata());
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
        TreeMap<String, String> all = new TreeMap<>(metadata);
        for (String name : metadata.keySet()) {
            if (name.startsWith("nudge.")) {
                throw new IllegalArgumentException("Expected metadata of the caller's own, came \"" + name
                        + "\": choose a name without \"nudge.\"");
            }
        }
        all.putAll(Map.of(
                FORMAT,
                "1",
                SIZES,
                spec.printedSizes(),
                ACTIVATION,
                spec.activation().name(),
                COST,
                spec.cost().name()));
        TreeMap<String, SafetensorsHeader.Tensor> tensors = new TreeMap<>(shapes(spec, velocities != null));
        long position = 0;
        for (Map.Entry<String, SafetensorsHeader.Tensor> entry : tensors.entrySet()) {
            long bytes = entry.getValue().to();
            entry.setValue(new SafetensorsHeader.Tensor("F32", entry.getValue().shape(), position, position + bytes));
            position += bytes;
        }
        byte[] header = encode(new SafetensorsHeader(all, tensors).print());
        int padded = Layer.padded(header.length, 8);
        if (padded > MOST_HEADER_BYTES) {
            throw new IllegalArgumentException("Expected a header of at most %d bytes, came %d: use less metadata"
                    .formatted(MOST_HEADER_BYTES, padded));
        }
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(8 + padded + position)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(header);
        while (file.position() < 8 + padded) {
            file.put((byte) ' ');
        }
        for (String name : tensors.keySet()) {
            Layer[] source = name.endsWith(VELOCITY) ? Objects.requireNonNull(velocities) : null;
            int l = Integer.parseInt(name.split("\\.")[1]);
            put(file, source == null ? network.layer(l) : source[l], name.contains(".weight"));
        }
        return file.array();
    }

    private static void put(ByteBuffer file, Layer layer, boolean weights) {
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
                    "Expected finite weights, came " + value + ": training has diverged, use a smaller learning rate");
        }
        file.putFloat(value);
    }

    /** What a file of this network must hold: names, shapes, and sizes in bytes as [0, to). */
    private static Map<String, SafetensorsHeader.Tensor> shapes(NetworkSpec spec, boolean velocity) {
        Map<String, SafetensorsHeader.Tensor> shapes = new TreeMap<>();
        for (int l = 0; l < spec.layers(); l++) {
            long inputs = spec.sizes().get(l);
            long outputs = spec.sizes().get(l + 1);
            for (String suffix : velocity ? List.of("", VELOCITY) : List.of("")) {
                shapes.put(
                        "layers." + l + ".weight" + suffix,
                        new SafetensorsHeader.Tensor("F32", List.of(outputs, inputs), 0, 4 * inputs * outputs));
                shapes.put(
                        "layers." + l + ".bias" + suffix,
                        new SafetensorsHeader.Tensor("F32", List.of(outputs), 0, 4 * outputs));
            }
        }
        return shapes;
    }

    private static byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Expected metadata of whole characters, came half a surrogate pair", e);
        }
    }

    /** A file whose header, shapes and offsets have been checked. */
    private static final class Contents {
        final SafetensorsHeader header;
        final NetworkSpec spec;
        final ByteBuffer data;

        private Contents(SafetensorsHeader header, NetworkSpec spec, ByteBuffer data) {
            this.header = header;
            this.spec = spec;
            this.data = data;
        }

        static Contents of(byte[] file) {
            if (file.length < 8) {
                throw wrong("at least 8 bytes", file.length + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            long headerBytes = bytes.getLong(0);
            if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, file.length - 8L)) {
                throw wrong(
                        "a header of 2 to %d bytes".formatted(Math.min(MOST_HEADER_BYTES, file.length - 8L)),
                        Long.toUnsignedString(headerBytes));
            }
            SafetensorsHeader header = SafetensorsHeader.parse(decode(bytes.slice(8, (int) headerBytes)));
            NetworkSpec spec = spec(header.metadata());
            int dataStart = 8 + (int) headerBytes;
            Contents contents = new Contents(
                    header,
                    spec,
                    bytes.slice(dataStart, file.length - dataStart).order(ByteOrder.LITTLE_ENDIAN));
            contents.check();
            return contents;
        }

        boolean hasVelocity() {
            return header.tensors().containsKey("layers.0.weight" + VELOCITY);
        }

        void copyInto(Layer layer, int l, String suffix) {
            int weight = (int) tensor("layers." + l + ".weight" + suffix).from();
            int bias = (int) tensor("layers." + l + ".bias" + suffix).from();
            for (int j = 0; j < layer.outputs; j++) {
                layer.bias(j, finite(bias + 4 * j));
                for (int i = 0; i < layer.inputs; i++) {
                    layer.weight(i, j, finite(weight + 4 * (j * layer.inputs + i)));
                }
            }
        }

        private SafetensorsHeader.Tensor tensor(String name) {
            return Objects.requireNonNull(header.tensors().get(name), name);
        }

        private float finite(int at) {
            float value = data.getFloat(at);
            if (!Float.isFinite(value)) {
                throw wrong("finite weights", value + " at byte " + at + " of the data");
            }
            return value;
        }

        private void check() {
            Map<String, SafetensorsHeader.Tensor> expected = shapes(spec, hasVelocity());
            if (!header.tensors().keySet().equals(expected.keySet())) {
                throw wrong(
                        "the tensors " + expected.keySet(),
                        header.tensors().keySet().toString());
            }
            List<SafetensorsHeader.Tensor> inOrder = new ArrayList<>();
            expected.forEach((name, shape) -> {
                SafetensorsHeader.Tensor tensor = tensor(name);
                if (!tensor.dtype().equals("F32")
                        || !tensor.shape().equals(shape.shape())
                        || tensor.to() - tensor.from() != shape.to()) {
                    throw wrong("%s F32 %s of %d bytes".formatted(name, shape.shape(), shape.to()), tensor.toString());
                }
                inOrder.add(tensor);
            });
            inOrder.sort(Comparator.comparingLong(SafetensorsHeader.Tensor::from));
            long position = 0;
            for (SafetensorsHeader.Tensor tensor : inOrder) {
                if (tensor.from() != position) {
                    throw wrong("a tensor at byte " + position + " of the data", "one at " + tensor.from());
                }
                position = tensor.to();
            }
            if (position != data.capacity()) {
                throw wrong(position + " bytes of data", data.capacity() + " bytes");
            }
        }

        private static NetworkSpec spec(Map<String, String> metadata) {
            for (String name : Set.of(FORMAT, SIZES, ACTIVATION, COST)) {
                if (!metadata.containsKey(name)) {
                    throw wrong("\"" + name + "\" in the metadata", "the names " + metadata.keySet());
                }
            }
            if (!"1".equals(metadata.get(FORMAT))) {
                throw wrong("format 1", "format \"" + metadata.get(FORMAT) + "\"");
            }
            return NetworkSpec.parse(
                    String.valueOf(metadata.get(SIZES)),
                    constant(Activation.class, metadata.get(ACTIVATION)),
                    constant(Cost.class, metadata.get(COST)));
        }

        private static <E extends Enum<E>> E constant(Class<E> type, @Nullable String name) {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
            throw wrong("one of " + List.of(type.getEnumConstants()), "\"" + name + "\"");
        }

        private static String decode(ByteBuffer bytes) {
            try {
                String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
                return text.stripTrailing();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException(
                        "Expected a weight file's header in UTF-8, came other bytes: fetch the file again", e);
            }
        }

        private static IllegalArgumentException wrong(String expected, String came) {
            return new IllegalArgumentException(
                    "Expected a weight file with %s, came %s: fetch the file again".formatted(expected, came));
        }
    }
}
