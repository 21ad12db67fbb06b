package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The step with kernels and threads against the specification. */
class SgdEqualsReferenceTest {
    private static final Digits SPARSE = new Digits(64, 3, 0);
    private static final Digits DENSE = new Digits(64, 3, 31);

    record Case(String sizes, Activation activation, Cost cost, float momentum, int examples, int threads) {}

    static Stream<Case> cases() {
        return Stream.concat(shapes(), everyActivationWithEveryCost());
    }

    private static Stream<Case> everyActivationWithEveryCost() {
        return Stream.of(Activation.values())
                .flatMap(activation ->
                        Stream.of(Cost.values()).map(cost -> new Case("784,20,12,10", activation, cost, 0.3f, 9, 2)));
    }

    private static Stream<Case> shapes() {
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

    /** Few images have many pixels, or most: those are kept, and multiplied, in another way. */
    @ParameterizedTest
    @MethodSource("cases")
    void a_step_over_a_store_equals_the_references_step_to_the_bit(Case given) {
        for (int share : new int[] {1, 4}) {
            Digits mixed = new Digits(64, 3, 0);
            for (int n = 0; n < mixed.count(); n++) {
                if (n % 5 < share) {
                    System.arraycopy(DENSE.pixels, n * Digits.PIXELS, mixed.pixels, n * Digits.PIXELS, Digits.PIXELS);
                }
            }
            SparseExamples store = mixed.examples();
            assertThat(trained(given, (batch, n) -> addTo(batch, store, mixed, n)))
                    .isEqualTo(reference(given, mixed));
        }
    }

    /** Every seventh example is given as pixels, so that others wait to be fetched before and behind it. */
    private static void addTo(MiniBatch batch, SparseExamples store, Digits digits, int n) {
        if (n % 7 == 3) {
            digits.addTo(batch, n);
        } else {
            batch.add(store, n);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"1,3; 0.9", "9,5,3; 0.9", "9,5,3; 0.2", "783,16,10; 0.7", "1025,16,10; 0.9", "1100,40,10; 0.2"})
    void images_of_any_size_give_the_references_bits(String sizes, double density) {
        NetworkSpec spec = NetworkSpec.parse(sizes, Activation.SIGMOID, Cost.SQUARED_ERROR);
        Network network = Network.initialised(spec, Initialisation.GLOROT, 5);
        Network expected = Network.initialised(spec, Initialisation.GLOROT, 5);
        Hyperparameters hyper = new Hyperparameters(0.5f, 0, 11);
        GaussianSource random = new GaussianSource(7);
        SparseExamples store = new SparseExamples(spec.inputs());
        MiniBatch batch = new MiniBatch(spec, 11);
        float[][] images = new float[11][];
        int[] labels = new int[11];
        for (int b = 0; b < 11; b++) {
            byte[] pixels = new byte[spec.inputs()];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (random.nextUniform() < density ? 255 * random.nextUniform() : 0);
            }
            labels[b] = b % spec.outputs();
            images[b] = Reference.inputs(pixels, 0, pixels.length);
            batch.add(store, store.add(pixels, 0, labels[b]));
        }
        Reference.step(expected, expected.blankLayers(), hyper, images, labels);
        try (Sgd sgd = new Sgd(network, hyper, 2)) {
            sgd.step(batch);
        }
        assertThat(WeightFile.sha256(WeightFile.write(network, Map.of())))
                .isEqualTo(WeightFile.sha256(WeightFile.write(expected, Map.of())));
    }

    private static String trained(Case given, Digits digits) {
        return trained(given, digits::addTo);
    }

    private static String trained(Case given, ObjIntConsumer<MiniBatch> examples) {
        Network network = network(given);
        MiniBatch batch = new MiniBatch(network.spec(), given.examples);
        try (Sgd sgd = new Sgd(network, hyper(given), given.threads)) {
            for (int step = 0; step < 3; step++) {
                batch.clear();
                for (int b = 0; b < given.examples; b++) {
                    examples.accept(batch, step * given.examples + b);
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
