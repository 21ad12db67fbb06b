package nudge.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file whose header, shapes and offsets have been checked. */
final class WeightFileContents {
    static final String SIZES = "nudge.sizes";
    static final String ACTIVATION = "nudge.activation";
    static final String COST = "nudge.cost";
    static final String FORMAT = "nudge.format";
    static final String VELOCITY = ".velocity";
    static final int MAX_HEADER_BYTES = 1 << 20;

    final SafetensorsHeader header;
    final NetworkSpec spec;
    final ByteBuffer data;

    private WeightFileContents(SafetensorsHeader header, NetworkSpec spec, ByteBuffer data) {
        this.header = header;
        this.spec = spec;
        this.data = data;
    }

    static WeightFileContents of(byte[] file) {
        if (file.length < 8) {
            throw wrong("at least 8 bytes", file.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = bytes.getLong(0);
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, file.length - 8L)) {
            throw wrong(
                    String.format(
                            Locale.ROOT, "a header of 2 to %d bytes", Math.min(MAX_HEADER_BYTES, file.length - 8L)),
                    Long.toUnsignedString(headerBytes));
        }
        SafetensorsHeader header = SafetensorsHeader.parse(decode(bytes.slice(8, (int) headerBytes)));
        NetworkSpec spec = spec(header.metadata());
        int dataStart = 8 + (int) headerBytes;
        WeightFileContents contents = new WeightFileContents(
                header, spec, bytes.slice(dataStart, file.length - dataStart).order(ByteOrder.LITTLE_ENDIAN));
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
                throw wrong(
                        String.format(Locale.ROOT, "%s F32 %s of %d bytes", name, shape.shape(), shape.to()),
                        tensor.toString());
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
                    "Expected a weight file's header in UTF-8, got other bytes: fetch the file again", e);
        }
    }

    private static IllegalArgumentException wrong(String expected, String got) {
        return new IllegalArgumentException(
                "Expected a weight file with %s, got %s: fetch the file again".formatted(expected, OneLine.of(got)));
    }

    /** What a file of this network must hold: names, shapes, and sizes in bytes as [0, to). */
    static Map<String, SafetensorsHeader.Tensor> shapes(NetworkSpec spec, boolean velocity) {
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
}
