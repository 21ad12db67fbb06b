package nudge.network;

import java.util.Arrays;

/**
 * Forward and backward for one example after the other in double precision: the derivatives of the function that the
 * weights are, for whoever looks at them. {@link Reference} is what training computes; its floats round 1 - a of a
 * saturated neuron so much that single derivatives are wrong by thousandths. The bits are the same on every JDK. Takes 8
 * bytes per weight. Owned by one thread.
 */
final class Backpropagation {
    private final NetworkSpec spec;
    private final int last;
    /** w[l][i * sizes(l + 1) + j] leads from neuron i of layer l to neuron j of the next. */
    private final double[][] w;

    private final double[][] bias;
    /** Activations of every layer, a[l] of shape [sizes(l)]; a[0] are the pixels, from 0 to 1. */
    private final double[][] a;
    /** dC/dz of every layer, delta[l] of shape [sizes(l)]; there is no delta[0], because pixels do not learn. */
    private final double[][] delta;

    private int digit;

    /** @param network whose weights of this moment count */
    Backpropagation(Network network) {
        spec = network.spec();
        last = spec.layers();
        w = new double[last][];
        bias = new double[last][];
        a = new double[last + 1][];
        delta = new double[last + 1][];
        a[0] = new double[spec.inputs()];
        for (int l = 0; l < last; l++) {
            Layer layer = network.layer(l);
            w[l] = new double[layer.inputs * layer.outputs];
            bias[l] = new double[layer.outputs];
            for (int j = 0; j < layer.outputs; j++) {
                bias[l][j] = layer.bias(j);
                for (int i = 0; i < layer.inputs; i++) {
                    w[l][i * layer.outputs + j] = layer.weight(i, j);
                }
            }
            a[l + 1] = new double[layer.outputs];
            delta[l + 1] = new double[layer.outputs];
        }
    }

    /**
     * Runs one example; what the other methods tell is about it.
     *
     * @param pixels 0..255 each, shape [inputs]
     */
    void run(float[] pixels, int itsDigit) {
        digit = itsDigit;
        for (int p = 0; p < pixels.length; p++) {
            a[0][p] = pixels[p] / 255.0;
        }
        forward();
        backward();
    }

    /** z[j] = bias[j] + sum over i of a[i] w[i][j], in the order of i; a[j] is its activation. */
    private void forward() {
        for (int l = 0; l < last; l++) {
            double[] z = a[l + 1];
            System.arraycopy(bias[l], 0, z, 0, z.length);
            for (int i = 0; i < a[l].length; i++) {
                if (a[l][i] != 0) {
                    addRow(a[l][i], w[l], i * z.length, z, 0, z.length);
                }
            }
            if (l + 1 == last && spec.cost().softmaxOutputs()) {
                softmax(z);
            } else {
                for (int j = 0; j < z.length; j++) {
                    z[j] = spec.activation().of(z[j]);
                }
            }
        }
    }

    private void backward() {
        for (int j = 0; j < spec.outputs(); j++) {
            delta[last][j] = spec.cost().softmaxOutputs()
                    ? a[last][j] - target(j)
                    : -wish(last, j) * spec.activation().slope(a[last][j]);
        }
        for (int l = last - 1; l > 0; l--) {
            for (int i = 0; i < delta[l].length; i++) {
                delta[l][i] = -wish(l, i) * spec.activation().slope(a[l][i]);
            }
        }
    }

    /** The cost that output j adds: (a - y)^2, or -ln a of the digit's output. */
    double cost(int j) {
        return switch (spec.cost()) {
            case SQUARED_ERROR -> (a[last][j] - target(j)) * (a[last][j] - target(j));
            case CROSS_ENTROPY -> j == digit ? -StrictMath.log(answer()) : 0;
        };
    }

    /** -dC/da of neuron i of layer l. */
    double wish(int l, int i) {
        if (l == last) {
            return switch (spec.cost()) {
                case SQUARED_ERROR -> 2 * (target(i) - a[last][i]);
                case CROSS_ENTROPY -> i == digit ? 1 / answer() : 0;
            };
        }
        double sum = 0;
        for (int j = 0; j < delta[l + 1].length; j++) {
            sum += contribution(l, i, j);
        }
        return sum;
    }

    /** What neuron j of layer l + 1 adds to the wish of neuron i of layer l: -w dC/dz. */
    double contribution(int l, int i, int j) {
        return 0 - w[l][i * delta[l + 1].length + j] * delta[l + 1][j];
    }

    /**
     * Adds the negative gradient: -a dC/dz for a weight, -dC/dz for a bias.
     *
     * @param weights per layer, [inputs * outputs], the weight from input i to output j at i * outputs + j
     * @param biases per layer, [outputs]
     */
    void addNegativeGradient(double[][] weights, double[][] biases) {
        for (int l = 0; l < last; l++) {
            int outputs = biases[l].length;
            for (int i = 0; i < a[l].length; i++) {
                if (a[l][i] != 0) {
                    addRow(-a[l][i], delta[l + 1], 0, weights[l], i * outputs, outputs);
                }
            }
            addRow(-1, delta[l + 1], 0, biases[l], 0, outputs);
        }
    }

    /** sum[at + j] += factor row[from + j] for every j below count. */
    private static void addRow(double factor, double[] row, int from, double[] sum, int at, int count) {
        for (int j = 0; j < count; j++) {
            sum[at + j] += factor * row[from + j];
        }
    }

    private double target(int j) {
        return j == digit ? 1 : 0;
    }

    /** The digit's output, bounded as in {@link Cost}. */
    private double answer() {
        return Math.max(a[last][digit], Float.MIN_NORMAL);
    }

    private static void softmax(double[] z) {
        double most = Arrays.stream(z).max().orElseThrow();
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            z[j] = StrictMath.exp(z[j] - most);
            sum += z[j];
        }
        for (int j = 0; j < z.length; j++) {
            z[j] /= sum;
        }
    }
}
