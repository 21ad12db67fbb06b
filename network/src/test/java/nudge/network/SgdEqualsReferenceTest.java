package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The step with kernels and threads against the specification. */
class SgdEqualsReferenceTest {
    private static final Digits SPARSE = new Digits(64, 3, 0);
    private static final Digits DENSE = new Digits(64, 3, 31);

    record Case(String sizes, Activation activation, Cost cost, float momentum, int examples, int threads) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case("784,16,16,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0, 10, 1),
                new Case("784,16,16,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0, 19, 2),
                new Case("784,16,16,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0.9f, 13, 2),
                new Case("784,30,10", Activation.TANH, Cost.SQUARED_ERROR, 0, 10, 1),
                new Case("784,30,10", Activation.SIGMOID, Cost.CROSS_ENTROPY, 0.5f, 7, 3),
                new Case("784,33,17,10", Activation.RELU, Cost.CROSS_ENTROPY, 0, 9, 2),
                new Case("784,100,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0, 10, 1),
                new Case("784,100,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0, 10, 5),
                new Case("784,512,10", Activation.RELU, Cost.SQUARED_ERROR, 0.9f, 4, 2),
                new Case("784,10", Activation.SIGMOID, Cost.SQUARED_ERROR, 0, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_step_equals_the_references_step_to_the_bit(Case given) {
        assertThat(trained(given, SPARSE)).isEqualTo(reference(given, SPARSE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_dense_step_equals_the_references_step_to_the_bit(Case given) {
        assertThat(trained(given, DENSE)).isEqualTo(reference(given, DENSE));
    }

    private static String trained(Case given, Digits digits) {
        Network network = network(given);
        MiniBatch batch = new MiniBatch(network.spec(), given.examples);
        try (Sgd sgd = new Sgd(network, hyper(given), given.threads)) {
            for (int step = 0; step < 3; step++) {
                batch.clear();
                for (int b = 0; b < given.examples; b++) {
                    digits.addTo(batch, step * given.examples + b);
                }
                sgd.step(batch);
            }
            return WeightFile.sha256(WeightFile.write(sgd, Map.of()));
        }
    }

    private static String reference(Case given, Digits digits) {
        Network network = network(given);
        Sgd rest = new Sgd(network, hyper(given));
        for (int step = 0; step < 3; step++) {
            float[][] images = new float[given.examples][];
            int[] labels = new int[given.examples];
            for (int b = 0; b < given.examples; b++) {
                int n = step * given.examples + b;
                images[b] = Reference.inputs(digits.pixels, n * Digits.PIXELS, Digits.PIXELS);
                labels[b] = digits.labels[n];
            }
            Reference.step(network, rest.velocities(), hyper(given), images, labels);
        }
        return WeightFile.sha256(WeightFile.write(rest, Map.of()));
    }

    private static Network network(Case given) {
        NetworkSpec spec = NetworkSpec.parse(given.sizes, given.activation, given.cost);
        return Network.initialised(spec, Initialisation.GLOROT, 5);
    }

    private static Hyperparameters hyper(Case given) {
        return new Hyperparameters(0.5f, given.momentum, given.examples);
    }
}
