package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient against finite differences of a cost that is computed here, independently, in double precision. */
class GradientTest {
    private static final int[] SIZES = {13, 7, 5, 4};
    private static final int DIGIT = 2;

    static Stream<Arguments> combinations() {
        return Stream.of(Activation.values())
                .flatMap(activation -> Stream.of(Cost.values()).map(cost -> Arguments.of(activation, cost)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void a_gradient_equals_the_finite_differences(Activation activation, Cost cost) {
        Network network =
                Network.initialised(NetworkSpec.parse("13,7,5,4", activation, cost), Initialisation.SCALED_NORMAL, 21);
        byte[] pixels = {0, 40, (byte) 255, 0, 17, 99, (byte) 200, 3, 0, 0, 120, 77, (byte) 180};
        Nudge nudge = Nudge.of(network, pixels, 0, DIGIT);
        double[][] weights = new double[3][];
        double[][] biases = new double[3][];
        for (int l = 0; l < 3; l++) {
            weights[l] = new double[SIZES[l] * SIZES[l + 1]];
            biases[l] = new double[SIZES[l + 1]];
            for (int i = 0; i < weights[l].length; i++) {
                weights[l][i] = network.weight(l, i / SIZES[l + 1], i % SIZES[l + 1]);
            }
            for (int j = 0; j < biases[l].length; j++) {
                biases[l][j] = network.bias(l, j);
            }
        }
        for (int l = 0; l < 3; l++) {
            assertThat(relativeError(nudge.weights()[l], weights[l], weights, biases, pixels, activation, cost))
                    .as("weights of layer %d", l)
                    .isLessThan(1e-5);
            assertThat(relativeError(nudge.biases()[l], biases[l], weights, biases, pixels, activation, cost))
                    .as("biases of layer %d", l)
                    .isLessThan(1e-5);
        }
    }

    private static double relativeError(
            float[] gradient,
            double[] parameters,
            double[][] weights,
            double[][] biases,
            byte[] pixels,
            Activation activation,
            Cost cost) {
        double h = 1e-5;
        double error = 0;
        double length = 0;
        for (int i = 0; i < parameters.length; i++) {
            double value = parameters[i];
            parameters[i] = value + h;
            double above = descended(weights, biases, pixels, activation, cost);
            parameters[i] = value - h;
            double below = descended(weights, biases, pixels, activation, cost);
            parameters[i] = value;
            double difference = (above - below) / (2 * h);
            error += (difference - gradient[i]) * (difference - gradient[i]);
            length += difference * difference;
        }
        assertThat(length).isPositive();
        return Math.sqrt(error / length);
    }

    /** What a step descends: half of the squared error, or the cross-entropy. */
    private static double descended(
            double[][] weights, double[][] biases, byte[] pixels, Activation activation, Cost cost) {
        double[] a = new double[pixels.length];
        for (int p = 0; p < a.length; p++) {
            a[p] = (pixels[p] & 0xff) / 255.0;
        }
        for (int l = 0; l < weights.length; l++) {
            boolean softmax = l == weights.length - 1 && cost == Cost.CROSS_ENTROPY;
            double[] next = biases[l].clone();
            for (int j = 0; j < next.length; j++) {
                for (int i = 0; i < a.length; i++) {
                    next[j] += a[i] * weights[l][i * next.length + j];
                }
                next[j] = softmax ? Math.exp(next[j]) : activated(activation, next[j]);
            }
            a = next;
        }
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double target = j == DIGIT ? 1 : 0;
            sum += cost == Cost.CROSS_ENTROPY ? a[j] : (a[j] - target) * (a[j] - target) / 2;
        }
        return cost == Cost.CROSS_ENTROPY ? -Math.log(a[DIGIT] / sum) : sum;
    }

    private static double activated(Activation activation, double z) {
        return switch (activation) {
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            case RELU -> Math.max(0, z);
            case TANH -> Math.tanh(z);
        };
    }
}
