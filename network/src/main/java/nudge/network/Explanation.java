package nudge.network;

import java.util.Locale;

/**
 * What backpropagation does with one labelled image, as the lesson tells it: the image is fed forward, the cost compares
 * the outputs with those that were wanted, and going backward each neuron learns how it should have been. All numbers are
 * about C, the cost of this example alone:
 *
 * <pre>
 * squared error    C = sum over the outputs of (a - y)^2, y = 1 for the digit and 0 for the others
 * cross-entropy    C = -ln a of the digit's output; the outputs are a softmax of their weighted sums
 * </pre>
 *
 * <p>Mind the factor 2. A step of training, and so {@link Nudge}, descends half of the squares, so that an output's wish is
 * y - a there; here it is the lesson's 2 (y - a). {@code Nudge} is made of this: its gradient is -1/2
 * {@link #negativeGradient} for squared error, and -1 for cross-entropy.
 *
 * <p>Layers of neurons are counted from 0, the pixels, to L, the outputs; layers of weights from 0 to L - 1. Activations and
 * weighted sums are the network's own bits, those of {@link Network#predict}. All that follows from them is computed in
 * double precision and rounded once ({@link Backpropagation}): each number agrees with the central difference of C within
 * 1e-4 of it, or of 1e-6 where it is smaller; nearly always within 1e-6.
 *
 * @param digit the image's label
 * @param activations [L + 1][sizes(l)]; those of layer 0 are the pixels, 0 to 1
 * @param weightedSums z = weights times activations before, and the bias, [L + 1][sizes(l)]; layer 0 has none, [0]
 * @param costs what each output adds to C, [outputs]
 * @param cost C, the sum of them
 * @param wishes -dC/da of each neuron, [L + 1][sizes(l)]: by which the activation should rise for C to fall; a wish is only a
 *     note, because activations cannot be set. With cross-entropy the outputs' are those of C as a function of them: 1/a of the
 *     digit's and 0 of the others
 * @param contributions what each neuron asks of each one before it, [L][sizes(l) * sizes(l + 1)]: neuron j of layer l + 1 adds
 *     w (-dC/dz) to the wish of neuron i of layer l, at i * sizes(l + 1) + j; the wish is their sum. With squared error
 *     -dC/dz is the wish times the activation's slope, with cross-entropy the outputs' is y - a
 * @param negativeGradient -dC/dw and -dC/db: how each weight and bias should change for C to fall fastest
 */
public record Explanation(
        int digit,
        float[][] activations,
        float[][] weightedSums,
        float[] costs,
        double cost,
        float[][] wishes,
        float[][] contributions,
        Gradient negativeGradient) {
    /**
     * Explains one labelled image.
     *
     * @param pixels 0..255 each; {@code spec().inputs()} of them from {@code offset} on
     * @throws IllegalArgumentException when the image is not whole or the network has no such digit
     */
    public static Explanation of(Network network, byte[] pixels, int offset, int digit) {
        NetworkSpec spec = network.spec();
        PixelIndex.checkRange(pixels, offset, spec.inputs());
        checkedDigit(spec, digit);
        float[] x = Reference.inputs(pixels, offset, spec.inputs());
        float[][] z = new float[spec.layers() + 1][];
        z[0] = new float[0];
        float[][] a = Reference.forward(network, x, z);
        a[0] = new float[x.length];
        for (int p = 0; p < x.length; p++) {
            a[0][p] = x[p] * Reference.PIXEL_SCALE;
        }
        Backpropagation backpropagation = new Backpropagation(network);
        backpropagation.run(x, digit);
        MeanGradient gradient = new MeanGradient(spec);
        gradient.add(backpropagation);
        float[] costs = new float[spec.outputs()];
        double cost = 0;
        for (int j = 0; j < costs.length; j++) {
            costs[j] = (float) backpropagation.cost(j);
            cost += backpropagation.cost(j);
        }
        return new Explanation(
                digit,
                a,
                z,
                costs,
                cost,
                wishes(spec, backpropagation),
                contributions(spec, backpropagation),
                gradient.get());
    }

    /** The network's answer for the image, [outputs]. */
    public float[] outputs() {
        return activations[activations.length - 1];
    }

    static int checkedDigit(NetworkSpec spec, int digit) {
        if (digit < 0 || digit >= spec.outputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected a digit from 0 to %d, got %d: the network has %d outputs",
                    spec.outputs() - 1,
                    digit,
                    spec.outputs()));
        }
        return digit;
    }

    private static float[][] wishes(NetworkSpec spec, Backpropagation backpropagation) {
        float[][] wishes = new float[spec.layers() + 1][];
        for (int l = 0; l < wishes.length; l++) {
            wishes[l] = new float[spec.sizes().get(l)];
            for (int i = 0; i < wishes[l].length; i++) {
                wishes[l][i] = (float) backpropagation.wish(l, i);
            }
        }
        return wishes;
    }

    private static float[][] contributions(NetworkSpec spec, Backpropagation backpropagation) {
        float[][] contributions = new float[spec.layers()][];
        for (int l = 0; l < contributions.length; l++) {
            int next = spec.sizes().get(l + 1);
            contributions[l] = new float[spec.sizes().get(l) * next];
            for (int k = 0; k < contributions[l].length; k++) {
                contributions[l][k] = (float) backpropagation.contribution(l, k / next, k % next);
            }
        }
        return contributions;
    }
}
