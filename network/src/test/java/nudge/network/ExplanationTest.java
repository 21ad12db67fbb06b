package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every number of the lesson against central differences of a cost that is computed without backpropagation. Long because all kinds of
 * numbers are compared on the same trained networks.
 */
class ExplanationTest {
    private static final double MOST = 1e-4;
    private static final int IMAGES = 4;
    private static final Mnist DIGITS = Mnist.firstOfTrain(20_000);
    private static final Map<List<Long>, Network> TRAINED = new HashMap<>();

    static Stream<Arguments> ages() {
        return Stream.of(1L, 2L, 3L).flatMap(seed -> Stream.of(0, 100, 600).map(step -> Arguments.of(seed, step)));
    }

    @ParameterizedTest(name = "seed {0}, step {1}")
    @MethodSource("ages")
    void every_component_of_the_gradient_equals_its_central_difference(long seed, int step) {
        Network network = trained(seed, step);
        int compared = 0;
        for (int image = 0; image < IMAGES; image++) {
            compared += compare(network, DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
        }
        assertThat(compared).as("components that are not zero").isGreaterThan(IMAGES * 1_000);
    }

    @ParameterizedTest(name = "seed {0}, step {1}")
    @MethodSource("ages")
    void every_cost_wish_and_contribution_equals_its_central_difference(long seed, int step) {
        Network network = trained(seed, step);
        for (int image = 0; image < IMAGES; image++) {
            compareNeurons(network, DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
        }
    }

    @Property(tries = 60)
    void networks_of_any_depth_size_activation_and_cost_are_explained_right(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> layers,
            @ForAll Activation activation,
            @ForAll Cost cost,
            @ForAll @LongRange(min = 0, max = 100_000) long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[1 + random.nextInt(20)];
        random.nextBytes(pixels);
        pixels[random.nextInt(pixels.length)] = 0;
        String sizes = pixels.length + "," + layers.toString().replaceAll("[\\[\\] ]", "");
        Network network =
                Network.initialised(NetworkSpec.parse(sizes, activation, cost), Initialisation.SCALED_NORMAL, seed);
        int digit = random.nextInt(network.spec().outputs());
        CentralDifferences differences = new CentralDifferences(network, pixels, 0, digit);
        Assume.that(activation != Activation.RELU || leastSum(network.spec(), differences) > 1e-2);
        // A double has 16 digits: the difference of great costs has few of them left.
        Assume.that(differences.cost() < 5);
        compare(network, pixels, 0, digit);
        compareNeurons(network, pixels, 0, digit);
    }

    @Test
    void the_mean_over_a_set_is_the_negative_gradient_of_its_cost() {
        Network network = trained(1, 100);
        SparseExamples set = new SparseExamples(Mnist.PIXELS);
        CentralDifferences[] each = new CentralDifferences[25];
        for (int image = 0; image < each.length; image++) {
            set.add(DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
            each[image] = new CentralDifferences(network, DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
        }
        Gradient mean = Gradient.negativeMean(network, set);
        double greatest = 0;
        for (int l = 0; l < network.spec().layers(); l++) {
            int outputs = network.spec().sizes().get(l + 1);
            for (int k = 0; k < mean.weights()[l].length; k++) {
                double sum = 0;
                for (CentralDifferences one : each) {
                    sum += one.byWeight(l, k / outputs, k % outputs);
                }
                greatest = Math.max(greatest, CentralDifferences.error(-sum / each.length, mean.weights()[l][k]));
            }
            for (int j = 0; j < outputs; j++) {
                double sum = 0;
                for (CentralDifferences one : each) {
                    sum += one.byBias(l, j);
                }
                greatest = Math.max(greatest, CentralDifferences.error(-sum / each.length, mean.biases()[l][j]));
            }
        }
        assertThat(greatest).isLessThan(MOST);
    }

    @Test
    void the_mean_of_a_mini_batch_is_that_of_its_examples_however_they_are_kept() {
        Network network = trained(2, 100);
        SparseExamples set = new SparseExamples(Mnist.PIXELS);
        byte[] dense = new byte[Mnist.PIXELS];
        Arrays.fill(dense, (byte) 99);
        set.add(dense, 0, 4);
        for (int image = 0; image < 20; image++) {
            set.add(DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
        }
        MiniBatch fetched = new MiniBatch(network.spec(), 3);
        MiniBatch noted = new MiniBatch(network.spec(), 3);
        fetched.add(DIGITS.pixels(), 4 * Mnist.PIXELS, DIGITS.digit(4));
        fetched.add(dense, 0, 4);
        fetched.add(DIGITS.pixels(), 7 * Mnist.PIXELS, DIGITS.digit(7));
        int[] numbers = {5, 0, 8};
        noted.addAll(set, numbers, 0, 3);
        float[] mean = Gradient.negativeMean(network, set, numbers).components();
        assertThat(Gradient.negativeMean(network, fetched).components()).isEqualTo(mean);
        assertThat(Gradient.negativeMean(network, noted).components()).isEqualTo(mean);
        float[][] single = {
            Explanation.of(network, DIGITS.pixels(), 4 * Mnist.PIXELS, DIGITS.digit(4))
                    .negativeGradient()
                    .components(),
            Explanation.of(network, dense, 0, 4).negativeGradient().components(),
            Explanation.of(network, DIGITS.pixels(), 7 * Mnist.PIXELS, DIGITS.digit(7))
                    .negativeGradient()
                    .components()
        };
        for (int k = 0; k < mean.length; k++) {
            double sum = (double) single[0][k] + single[1][k] + single[2][k];
            double size = Math.abs(single[0][k]) + Math.abs(single[1][k]) + Math.abs(single[2][k]);
            assertThat(Math.abs(sum / 3 - mean[k])).isLessThanOrEqualTo(1e-7 * size);
        }
    }

    @Test
    void activations_and_weighted_sums_are_the_networks_own_bits() {
        Network network = trained(3, 600);
        Explanation explanation = explanation(network, 3);
        float[] outputs = new float[10];
        network.predict(DIGITS.pixels(), 3 * Mnist.PIXELS, outputs);
        assertThat(explanation.outputs()).isEqualTo(outputs);
        for (int l = 1; l <= 3; l++) {
            for (int j = 0; j < explanation.activations()[l].length; j++) {
                assertThat(Activation.SIGMOID.of(explanation.weightedSums()[l][j]))
                        .isEqualTo(explanation.activations()[l][j]);
            }
        }
        assertThat(explanation.weightedSums()[0]).isEmpty();
        assertThat(explanation.activations()[0]).hasSize(784).contains(1f, 0f);
    }

    @Test
    void the_default_network_has_13002_components_and_black_pixels_ask_for_nothing() {
        Network network = trained(1, 0);
        Gradient gradient = explanation(network, 0).negativeGradient();
        assertThat(gradient.size()).isEqualTo(13_002);
        float[] components = gradient.components();
        assertThat(components).hasSize(13_002);
        assertThat(components[12_544]).isEqualTo(gradient.biases()[0][0]);
        assertThat(components[12_560 + 17]).isEqualTo(gradient.weights()[1][17]);
        int black = 0;
        for (int p = 0; p < Mnist.PIXELS; p++) {
            black += DIGITS.pixels()[p] == 0 ? 1 : 0;
        }
        int zero = 0;
        for (float component : components) {
            zero += component == 0 ? 1 : 0;
            assertThat(Float.floatToRawIntBits(component))
                    .as("no negative zero")
                    .isNotEqualTo(1 << 31);
        }
        assertThat(zero).isEqualTo(16 * black);
        assertThat(Gradient.parametersOf(network).components()).hasSize(13_002);
        assertThat(Gradient.parametersOf(network).weights()[2][9 * 10 + 4]).isEqualTo(network.weight(2, 9, 4));
        assertThat(Gradient.parametersOf(network).biases()[1][15]).isEqualTo(network.bias(1, 15));
    }

    @Test
    void a_nudge_is_half_of_the_lessons_gradient_and_all_of_a_cross_entropys() {
        for (Cost cost : Cost.values()) {
            NetworkSpec spec = NetworkSpec.parse("784,12,10", Activation.TANH, cost);
            Network network = Network.initialised(spec, Initialisation.GLOROT, 4);
            Explanation explanation = explanation(network, 1);
            Nudge nudge = Nudge.of(network, DIGITS.pixels(), Mnist.PIXELS, DIGITS.digit(1));
            float part = cost == Cost.CROSS_ENTROPY ? 1f : 0.5f;
            for (int k = 0; k < 120; k++) {
                assertThat(-nudge.weights()[1][k])
                        .isEqualTo(part * explanation.negativeGradient().weights()[1][k]);
            }
            assertThat(nudge.cost()).isCloseTo(explanation.cost(), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    /** In the running network's floats such a neuron's slope is wrong by half a thousandth, and so is all that is behind it. */
    @Test
    void a_saturated_neuron_is_explained_right() {
        NetworkSpec spec = NetworkSpec.parse("2,1,2", Activation.SIGMOID, Cost.SQUARED_ERROR);
        Network network = Network.blank(spec);
        network.bias(0, 0, 9.2f);
        network.weight(1, 0, 0, 3f);
        byte[] pixels = {(byte) 255, 7};
        compare(network, pixels, 0, 1);
        compareNeurons(network, pixels, 0, 1);
    }

    @Test
    void what_cannot_be_explained_is_refused() {
        Network network = trained(1, 0);
        assertThatThrownBy(() -> Explanation.of(network, new byte[783], 0, 1)).hasMessageContaining("784 pixels");
        assertThatThrownBy(() -> Explanation.of(network, new byte[784], 0, 10))
                .hasMessage("Expected a digit from 0 to 9, got 10: the network has 10 outputs");
        assertThatThrownBy(() -> Gradient.negativeMean(network, new SparseExamples(784)))
                .hasMessage("Expected at least one example, got none: there is no mean of nothing");
        assertThatThrownBy(() -> Gradient.negativeMean(network, new SparseExamples(5)))
                .hasMessage("Expected images of 784 pixels, got 5: encode them for this network");
        SparseExamples letters = new SparseExamples(784);
        letters.add(new byte[784], 0, 25);
        assertThatThrownBy(() -> Gradient.negativeMean(network, letters)).hasMessageContaining("got 25");
    }

    /** The least |z|: where a rectifier bends, there is no derivative to compare with. */
    private static double leastSum(NetworkSpec spec, CentralDifferences differences) {
        double least = Double.MAX_VALUE;
        for (int l = 1; l <= spec.layers(); l++) {
            for (int j = 0; j < spec.sizes().get(l); j++) {
                least = Math.min(least, Math.abs(differences.weightedSum(l, j)));
            }
        }
        return least;
    }

    private static Explanation explanation(Network network, int image) {
        return Explanation.of(network, DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
    }

    /** All components; answers how many are not zero. */
    private static int compare(Network network, byte[] pixels, int offset, int digit) {
        CentralDifferences differences = new CentralDifferences(network, pixels, offset, digit);
        Gradient gradient = Explanation.of(network, pixels, offset, digit).negativeGradient();
        int compared = 0;
        for (int l = 0; l < network.spec().layers(); l++) {
            int outputs = network.spec().sizes().get(l + 1);
            assertThat(gradient.weights()[l]).hasSize(network.spec().sizes().get(l) * outputs);
            for (int k = 0; k < gradient.weights()[l].length; k++) {
                double expected = -differences.byWeight(l, k / outputs, k % outputs);
                check(expected, gradient.weights()[l][k], "weight %d of layer %d", k, l);
                compared += expected == 0 ? 0 : 1;
            }
            assertThat(gradient.biases()[l]).hasSize(outputs);
            for (int j = 0; j < outputs; j++) {
                check(-differences.byBias(l, j), gradient.biases()[l][j], "bias %d of layer %d", j, l);
                compared++;
            }
        }
        return compared;
    }

    private static void compareNeurons(Network network, byte[] pixels, int offset, int digit) {
        CentralDifferences differences = new CentralDifferences(network, pixels, offset, digit);
        Explanation explanation = Explanation.of(network, pixels, offset, digit);
        check(differences.cost(), explanation.cost(), "cost %d%d", 0, 0);
        for (int j = 0; j < network.spec().outputs(); j++) {
            check(differences.cost(j), explanation.costs()[j], "cost of output %d, %d", j, 0);
        }
        for (int l = 0; l <= network.spec().layers(); l++) {
            for (int i = 0; i < network.spec().sizes().get(l); i++) {
                check(-differences.byActivation(l, i), explanation.wishes()[l][i], "wish %d of layer %d", i, l);
            }
        }
        for (int l = 0; l < network.spec().layers(); l++) {
            int outputs = network.spec().sizes().get(l + 1);
            for (int k = 0; k < explanation.contributions()[l].length; k++) {
                double expected = -differences.byConnection(l, k / outputs, k % outputs);
                check(expected, explanation.contributions()[l][k], "contribution %d to layer %d", k, l);
            }
        }
    }

    /** Passes over the assertion's own cost where all is well: there are millions. */
    private static void check(double expected, double actual, String name, int index, int layer) {
        double error = CentralDifferences.error(expected, actual);
        if (!(error < MOST)) {
            assertThat(error)
                    .as(name + ": %s instead of %s", index, layer, actual, expected)
                    .isLessThan(MOST);
        }
    }

    /** The default network after so many steps on MNIST. */
    private static synchronized Network trained(long seed, int steps) {
        return TRAINED.computeIfAbsent(List.of(seed, (long) steps), age -> {
            Network network = Network.initialised(NetworkSpec.seed(), Initialisation.SCALED_NORMAL, seed);
            MiniBatch batch = new MiniBatch(network.spec(), 100);
            try (Sgd sgd = new Sgd(network, new Hyperparameters(3f, 0f, 100))) {
                for (int step = 0; step < steps; step++) {
                    batch.clear();
                    for (int b = 0; b < 100; b++) {
                        int image = (step * 100 + b) % DIGITS.size();
                        batch.add(DIGITS.pixels(), image * Mnist.PIXELS, DIGITS.digit(image));
                    }
                    sgd.step(batch);
                }
                return sgd.network();
            }
        });
    }
}
