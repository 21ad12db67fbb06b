package nudge.network;

import java.util.function.DoubleUnaryOperator;

/**
 * What an {@link Explanation} is checked against: the cost of one example in double precision, and its derivatives as
 * differences of that cost when a weight, a bias or an activation is wiggled. It knows nothing of backpropagation and shares
 * no code with it. Each difference has four points, at one and two widths on either side: what it leaves out is of the order
 * of the width's fourth power. At z = 0 of a rectifier there is no derivative to compare with. Immutable.
 */
public final class CentralDifferences {
    private static final double WIDTH = 3e-4;
    private static final double FLOOR = 1e-6;

    private final Activation activation;
    private final boolean crossEntropy;
    private final int digit;
    /** Per layer [inputs][outputs], and [outputs]. */
    private final double[][][] weights;

    private final double[][] sums;
    private final double[][] activations;
    private final int last;

    /**
     * Runs the network forward.
     *
     * @param network whose weights of this moment count
     * @param pixels 0..255 each; {@code spec().inputs()} of them from {@code offset} on
     * @throws IllegalArgumentException when the image is not whole or the network has no such digit
     */
    public CentralDifferences(Network network, byte[] pixels, int offset, int digit) {
        NetworkSpec spec = network.spec();
        PixelIndex.checkRange(pixels, offset, spec.inputs());
        Explanation.checkedDigit(spec, digit);
        activation = spec.activation();
        crossEntropy = spec.cost() == Cost.CROSS_ENTROPY;
        this.digit = digit;
        last = spec.layers();
        weights = new double[last][][];
        sums = new double[last + 1][];
        activations = new double[last + 1][];
        activations[0] = new double[spec.inputs()];
        for (int p = 0; p < spec.inputs(); p++) {
            activations[0][p] = (pixels[offset + p] & 0xff) / 255.0;
        }
        for (int l = 0; l < last; l++) {
            weights[l] = new double[spec.sizes().get(l)][spec.sizes().get(l + 1)];
            double[] z = new double[spec.sizes().get(l + 1)];
            for (int j = 0; j < z.length; j++) {
                z[j] = network.bias(l, j);
                for (int i = 0; i < weights[l].length; i++) {
                    weights[l][i][j] = network.weight(l, i, j);
                    z[j] += activations[l][i] * weights[l][i][j];
                }
            }
            sums[l + 1] = z;
            activations[l + 1] = activated(l + 1, z);
        }
    }

    /** The relative error |a - b| / max(|a|, |b|, 1e-6). */
    public static double error(double a, double b) {
        return Math.abs(a - b) / Math.max(FLOOR, Math.max(Math.abs(a), Math.abs(b)));
    }

    /** The weighted sum z of neuron j of layer l, which is not the first. */
    public double weightedSum(int l, int j) {
        return sums[l][j];
    }

    /** The example's cost. */
    public double cost() {
        double sum = 0;
        for (int j = 0; j < activations[last].length; j++) {
            sum += cost(activations[last], j);
        }
        return sum;
    }

    /** What output j adds to it. */
    public double cost(int j) {
        return cost(activations[last], j);
    }

    /** dC/dw of the weight from neuron i of layer l to neuron j of the next. */
    public double byWeight(int l, int i, int j) {
        double a = activations[l][i];
        return a == 0 ? 0 : derivative(h -> costBySum(l + 1, j, h * a));
    }

    /** dC/db of the bias of neuron j of layer l + 1. */
    public double byBias(int l, int j) {
        return derivative(h -> costBySum(l + 1, j, h));
    }

    /** dC/da of neuron i of layer l. */
    public double byActivation(int l, int i) {
        return derivative(h -> costByActivation(l, i, h));
    }

    /** What of dC/da of neuron i of layer l comes by the weight to neuron j of the next. */
    public double byConnection(int l, int i, int j) {
        return derivative(h -> costBySum(l + 1, j, h * weights[l][i][j]));
    }

    private static double derivative(DoubleUnaryOperator cost) {
        double near = cost.applyAsDouble(WIDTH) - cost.applyAsDouble(-WIDTH);
        double far = cost.applyAsDouble(2 * WIDTH) - cost.applyAsDouble(-2 * WIDTH);
        return (8 * near - far) / (12 * WIDTH);
    }

    private double costBySum(int l, int j, double change) {
        double[] z = sums[l].clone();
        z[j] += change;
        return costOf(l, activated(l, z));
    }

    private double costByActivation(int l, int i, double change) {
        double[] a = activations[l].clone();
        a[i] += change;
        return costOf(l, a);
    }

    private double costOf(int from, double[] its) {
        double[] a = its;
        for (int l = from; l < last; l++) {
            double[] z = new double[weights[l][0].length];
            for (int j = 0; j < z.length; j++) {
                // The sum of before, and what has changed.
                z[j] = sums[l + 1][j];
                for (int i = 0; i < a.length; i++) {
                    z[j] += (a[i] - activations[l][i]) * weights[l][i][j];
                }
            }
            a = activated(l + 1, z);
        }
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += cost(a, j);
        }
        return sum;
    }

    private double cost(double[] a, int j) {
        if (crossEntropy) {
            return j == digit ? -Math.log(a[j]) : 0;
        }
        double error = a[j] - (j == digit ? 1 : 0);
        return error * error;
    }

    private double[] activated(int l, double[] z) {
        double[] a = new double[z.length];
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            a[j] = l == last && crossEntropy ? Math.exp(z[j]) : activated(z[j]);
            sum += a[j];
        }
        if (l == last && crossEntropy) {
            for (int j = 0; j < z.length; j++) {
                a[j] /= sum;
            }
        }
        return a;
    }

    private double activated(double z) {
        return switch (activation) {
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            case RELU -> Math.max(0, z);
            case TANH -> Math.tanh(z);
        };
    }
}
