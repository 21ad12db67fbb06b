package nudge.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ObjIntConsumer;

/**
 * One number for each weight and bias of a network: what a small change of it changes.
 *
 * @param weights per layer, [inputs * outputs], the weight from input i to output j at i * outputs + j
 * @param biases per layer, [outputs]
 */
public record Gradient(float[][] weights, float[][] biases) {
    /** How many components there are: 13,002 in the default network. */
    public int size() {
        int size = 0;
        for (int l = 0; l < weights.length; l++) {
            size += weights[l].length + biases[l].length;
        }
        return size;
    }

    /** All components, [{@link #size}]: layer by layer the weights, then the biases. */
    public float[] components() {
        float[] components = new float[size()];
        int at = 0;
        for (int l = 0; l < weights.length; l++) {
            System.arraycopy(weights[l], 0, components, at, weights[l].length);
            at += weights[l].length;
            System.arraycopy(biases[l], 0, components, at, biases[l].length);
            at += biases[l].length;
        }
        return components;
    }

    /** A network's own weights and biases in this shape. */
    public static Gradient parametersOf(Network network) {
        float[][] weights = new float[network.spec().layers()][];
        float[][] biases = new float[weights.length][];
        for (int l = 0; l < weights.length; l++) {
            Layer layer = network.layer(l);
            weights[l] = new float[layer.inputs * layer.outputs];
            biases[l] = Arrays.copyOf(layer.biases, layer.outputs);
            for (int i = 0; i < layer.inputs; i++) {
                for (int j = 0; j < layer.outputs; j++) {
                    weights[l][i * layer.outputs + j] = layer.weight(i, j);
                }
            }
        }
        return new Gradient(weights, biases);
    }

    /**
     * The negative gradient of a whole set's cost: the mean of what its examples ask for, each as
     * {@link Explanation#negativeGradient}. The mean over all data is the negative gradient of the network's cost; the mean
     * over a mini-batch approximates it. What a step takes is the same for a cost of cross-entropy, and half of it for
     * squared error ({@link Cost}), times the learning rate.
     *
     * @throws IllegalArgumentException when there is no example, or one that the network cannot read
     */
    public static Gradient negativeMean(Network network, SparseExamples examples) {
        int[] all = new int[examples.size()];
        Arrays.setAll(all, example -> example);
        return negativeMean(network, examples, all);
    }

    /** The same for some of them, such as a mini-batch's. */
    public static Gradient negativeMean(Network network, SparseExamples examples, int[] numbers) {
        checkInputs(network, examples.inputs());
        Examples run = new Examples(network);
        for (int number : numbers) {
            int digit = Explanation.checkedDigit(network.spec(), examples.digit(number));
            run.add(digit, (images, at) -> examples.expand(number, images, at));
        }
        return run.mean.get();
    }

    /** The same for the examples of a mini-batch. */
    public static Gradient negativeMean(Network network, MiniBatch batch) {
        checkInputs(network, batch.inputs());
        Examples run = new Examples(network);
        for (int b = 0; b < batch.size(); b++) {
            int example = b;
            int digit = Explanation.checkedDigit(network.spec(), batch.digit(b));
            run.add(digit, (images, at) -> batch.expand(example, images, at));
        }
        return run.mean.get();
    }

    private static void checkInputs(Network network, int inputs) {
        if (inputs != network.spec().inputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected images of %d pixels, got %d: encode them for this network",
                    network.spec().inputs(),
                    inputs));
        }
    }

    /** Runs examples one after the other. */
    private static final class Examples {
        private final Backpropagation backpropagation;
        private final MeanGradient mean;
        private final float[] pixels;
        private final DenseImages expanded;

        Examples(Network network) {
            backpropagation = new Backpropagation(network);
            mean = new MeanGradient(network.spec());
            pixels = new float[network.spec().inputs()];
            expanded = new DenseImages(pixels.length);
            expanded.allocate(1);
        }

        /** @param image writes it into an array, from an index on */
        void add(int digit, ObjIntConsumer<float[]> image) {
            int at = expanded.index(0, 0, 0);
            Arrays.fill(expanded.values, 0f);
            image.accept(expanded.values, at);
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = expanded.values[DenseImages.index(at, p)];
            }
            backpropagation.run(pixels, digit);
            mean.add(backpropagation);
        }
    }
}
