package nudge.labeller.web.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import nudge.labeller.model.NetworkOfStep;
import nudge.network.Explanation;
import nudge.network.Gradient;
import nudge.network.NetworkSpec;

/**
 * An explanation as bytes, little endian; {@code docs/explanation.md} has the same table.
 *
 * <pre>
 * 0        4 bytes     "NDGE"
 * 4        uint32      1: this layout
 * 8        uint32      where the numbers begin, in bytes; a multiple of 8
 * 12       uint32      the digit
 * 16       int64       the step
 * 24       uint32      activation: 0 sigmoid, 1 ReLU, 2 tanh
 * 28       uint32      cost: 0 squared error, 1 cross-entropy
 * 32       uint32      layers of neurons, L + 1
 * 36       uint32      neurons of each, s(0) to s(L)
 * then     uint32      bytes of the checkpoint's id; 0 at step 0
 *          bytes       the id, in ASCII, and zeros up to the numbers
 *
 * numbers  float32     activations, s(0) + ... + s(L)
 *                      weighted sums, s(1) + ... + s(L)
 *                      cost of each output, s(L)
 *                      cost, 1
 *                      wishes, s(0) + ... + s(L)
 *                      contributions [s(l)][s(l + 1)], l from 0 to L - 1
 *                      negative gradient: weights [s(l)][s(l + 1)] and biases [s(l + 1)], l from 0 to L - 1
 *                      the network's weights and biases, in the same order
 * </pre>
 *
 * <p>What the numbers mean stands at {@link Explanation}. In the default network they are 40,669.
 */
final class ExplanationAnswer {
    private static final int LAYOUT = 1;
    private static final int SIZES = 36;

    private ExplanationAnswer() {}

    static byte[] of(NetworkOfStep explained, Explanation explanation) {
        NetworkSpec spec = explained.network().spec();
        byte[] id = explained.checkpoint().getBytes(StandardCharsets.US_ASCII);
        Gradient parameters = Gradient.parametersOf(explained.network());
        int begin = (SIZES + 4 * spec.sizes().size() + 4 + id.length + 7) / 8 * 8;
        ByteBuffer bytes = ByteBuffer.allocate(begin + 4 * numbers(spec, parameters.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("NDGE".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(LAYOUT).putInt(begin).putInt(explanation.digit()).putLong(explained.step());
        bytes.putInt(activation(spec)).putInt(cost(spec)).putInt(spec.sizes().size());
        spec.sizes().forEach(bytes::putInt);
        bytes.putInt(id.length).put(id).position(begin);
        put(bytes, explanation.activations());
        put(bytes, explanation.weightedSums());
        put(bytes, explanation.costs(), new float[] {(float) explanation.cost()});
        put(bytes, explanation.wishes());
        put(bytes, explanation.contributions());
        put(bytes, explanation.negativeGradient().components(), parameters.components());
        if (bytes.hasRemaining()) {
            throw new IllegalStateException(
                    "expected no more than " + bytes.position() + " bytes, got room for " + bytes.capacity());
        }
        return bytes.array();
    }

    private static int numbers(NetworkSpec spec, int parameters) {
        List<Integer> sizes = spec.sizes();
        int neurons = sizes.stream().mapToInt(size -> size).sum();
        int units = neurons - spec.inputs();
        int weights = parameters - units;
        return neurons + units + spec.outputs() + 1 + neurons + weights + 2 * parameters;
    }

    private static void put(ByteBuffer bytes, float[]... layers) {
        for (float[] layer : layers) {
            bytes.asFloatBuffer().put(layer);
            bytes.position(bytes.position() + 4 * layer.length);
        }
    }

    private static int activation(NetworkSpec spec) {
        return switch (spec.activation()) {
            case SIGMOID -> 0;
            case RELU -> 1;
            case TANH -> 2;
        };
    }

    private static int cost(NetworkSpec spec) {
        return switch (spec.cost()) {
            case SQUARED_ERROR -> 0;
            case CROSS_ENTROPY -> 1;
        };
    }
}
