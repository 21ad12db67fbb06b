package nudge.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network as an ONNX model, for every runtime that reads the format: IR version 8, operator set 13, any number of images
 * at a time.
 *
 * <pre>
 * input    pixels       float [batch, inputs]   0 = paper, 1 = ink: bytes of 0 to 255 are divided by 255
 * output   activations  float [batch, outputs]  one per digit; the greatest is the answer
 * weights  layers.0.weight [outputs, inputs], layers.0.bias [outputs], ... as in {@link WeightFile}
 * </pre>
 *
 * <p>A runtime sums in an order of its own: its activations differ in the last bits (less than 1e-5 in tests). The same
 * content gives the same bytes. Field numbers are those of the format's {@code onnx.proto}.
 */
public final class OnnxFile {
    /** The name of the model's input. */
    public static final String INPUT = "pixels";

    /** The name of the model's output. */
    public static final String OUTPUT = "activations";

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;
    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_OF_INT = 2;

    private OnnxFile() {}

    /**
     * The model of a network.
     *
     * @param metadata goes into the model's {@code metadata_props}. Names that begin with {@code nudge.} are not the caller's
     * @throws IllegalArgumentException when a name begins with {@code nudge.}
     * @throws IllegalStateException when a weight is not finite
     */
    public static byte[] write(Network network, Map<String, String> metadata) {
        ProtobufMessage model = new ProtobufMessage()
                .number(1, IR_VERSION)
                .text(2, "nudge")
                .message(7, graph(network))
                .message(8, new ProtobufMessage().text(1, "").number(2, OPERATOR_SET));
        metadata(network.spec(), metadata)
                .forEach((name, value) ->
                        model.message(14, new ProtobufMessage().text(1, name).text(2, value)));
        return model.toBytes();
    }

    private static Map<String, String> metadata(NetworkSpec spec, Map<String, String> given) {
        WeightFile.checkNames(given);
        Map<String, String> all = new TreeMap<>(given);
        all.put(WeightFileContents.SIZES, spec.printedSizes());
        all.put(WeightFileContents.ACTIVATION, spec.activation().name());
        all.put(WeightFileContents.COST, spec.cost().name());
        all.put(
                "nudge.input",
                String.format(
                        Locale.ROOT,
                        "%s: float [batch, %d], 0 = paper, 1 = ink, row by row; divide bytes of 0 to 255 by 255",
                        INPUT,
                        spec.inputs()));
        all.put(
                "nudge.output",
                String.format(
                        Locale.ROOT,
                        "%s: float [batch, %d], one per digit; the greatest is the answer",
                        OUTPUT,
                        spec.outputs()));
        return all;
    }

    private static ProtobufMessage graph(Network network) {
        NetworkSpec spec = network.spec();
        ProtobufMessage graph = new ProtobufMessage();
        String below = INPUT;
        for (int l = 0; l < spec.layers(); l++) {
            boolean last = l + 1 == spec.layers();
            String name = "layers." + l;
            String above = last ? OUTPUT : name + ".a";
            graph.message(1, weightedInputs(name, below));
            graph.message(1, activation(spec, last, name, above));
            below = above;
        }
        graph.text(2, "digits");
        for (int l = 0; l < spec.layers(); l++) {
            Layer layer = network.layer(l);
            graph.message(5, tensor("layers." + l + ".weight", weights(layer), layer.outputs, layer.inputs));
            graph.message(5, tensor("layers." + l + ".bias", biases(layer), layer.outputs));
        }
        return graph.message(11, value(INPUT, spec.inputs())).message(12, value(OUTPUT, spec.outputs()));
    }

    /** z [batch, outputs] = a [batch, inputs] weights' + biases. */
    private static ProtobufMessage weightedInputs(String name, String below) {
        return new ProtobufMessage()
                .text(1, below)
                .text(1, name + ".weight")
                .text(1, name + ".bias")
                .text(2, name + ".z")
                .text(4, "Gemm")
                .message(5, attribute("transB", 1));
    }

    private static ProtobufMessage activation(NetworkSpec spec, boolean last, String name, String above) {
        ProtobufMessage node = new ProtobufMessage().text(1, name + ".z").text(2, above);
        if (last && spec.cost().softmaxOutputs()) {
            return node.text(4, "Softmax").message(5, attribute("axis", 1));
        }
        return node.text(
                4,
                switch (spec.activation()) {
                    case SIGMOID -> "Sigmoid";
                    case RELU -> "Relu";
                    case TANH -> "Tanh";
                });
    }

    private static ProtobufMessage attribute(String name, long value) {
        return new ProtobufMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_OF_INT);
    }

    private static ProtobufMessage tensor(String name, byte[] data, int... shape) {
        ProtobufMessage tensor = new ProtobufMessage();
        for (int dimension : shape) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, FLOAT).text(8, name).bytes(9, data);
    }

    /** A float tensor of shape [batch, units]. */
    private static ProtobufMessage value(String name, int units) {
        ProtobufMessage shape = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(2, "batch"))
                .message(1, new ProtobufMessage().number(1, units));
        ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, shape);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    private static byte[] weights(Layer layer) {
        ByteBuffer data = floats((long) layer.outputs * layer.inputs);
        WeightFile.put(data, layer, true);
        return data.array();
    }

    private static byte[] biases(Layer layer) {
        ByteBuffer data = floats(layer.outputs);
        WeightFile.put(data, layer, false);
        return data.array();
    }

    private static ByteBuffer floats(long count) {
        return ByteBuffer.allocate(Math.toIntExact(4 * count)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
