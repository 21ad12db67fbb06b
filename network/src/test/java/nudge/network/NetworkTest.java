package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
    private final Network network = Network.initialised(NetworkSpec.seed(), Initialisation.SCALED_NORMAL, 3);
    private final Digits digits = new Digits(50, 6, 0);

    @Test
    void the_default_network_has_13002_parameters() {
        assertThat(network.parameterCount()).isEqualTo(784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10);
    }

    @ParameterizedTest
    @EnumSource(Initialisation.class)
    void initial_weights_have_the_named_deviation(Initialisation initialisation) {
        Network drawn = Network.initialised(NetworkSpec.seed(), initialisation, 1);
        double squares = 0;
        for (int i = 0; i < 784; i++) {
            for (int j = 0; j < 16; j++) {
                squares += drawn.weight(0, i, j) * drawn.weight(0, i, j);
            }
        }
        double deviation = Math.sqrt(squares / (784 * 16));
        assertThat(deviation / initialisation.weightDeviation(784, 16)).isBetween(0.97, 1.03);
    }

    @Test
    void a_copy_is_independent() {
        Network copy = network.copy();
        network.weight(1, 2, 3, 42f);
        assertThat(copy.weight(1, 2, 3)).isNotEqualTo(42f);
    }

    @Test
    void weights_must_be_finite_and_never_a_negative_zero() {
        assertThatThrownBy(() -> network.weight(0, 0, 0, Float.NaN)).hasMessageContaining("finite");
        network.weight(0, 0, 0, -0f);
        assertThat(Float.floatToRawIntBits(network.weight(0, 0, 0))).isZero();
    }

    @Test
    void a_prediction_equals_the_evaluation_to_the_bit() {
        Evaluation evaluation = Evaluation.of(network, digits.examples());
        float[] outputs = new float[10];
        for (int n = 0; n < digits.count(); n++) {
            network.predict(digits.pixels, n * Digits.PIXELS, outputs);
            for (int j = 0; j < 10; j++) {
                assertThat(outputs[j]).isEqualTo(evaluation.outputs()[n * 10 + j]);
            }
        }
    }

    @Test
    void an_evaluation_counts_every_example_once() {
        Evaluation evaluation = Evaluation.of(network, digits.examples());
        assertThat(evaluation.examples()).isEqualTo(50);
        assertThat(evaluation.accuracy()).isEqualTo(evaluation.correct() / 50.0);
    }

    @Test
    void examples_added_together_equal_those_added_one_by_one() {
        SparseExamples store = digits.examples();
        MiniBatch together = new MiniBatch(network.spec(), 5);
        together.addAll(store, new int[] {9, 4, 33, 4, 0, 7}, 1, 5);
        MiniBatch single = new MiniBatch(network.spec(), 5);
        for (int n : new int[] {4, 33, 4, 0, 7}) {
            digits.addTo(single, n);
        }
        assertThat(stepped(together)).isEqualTo(stepped(single));
    }

    /** So many that they lie in more than one array, whichever they are counted by. */
    @Test
    void each_of_many_examples_is_found_again() {
        Digits many = new Digits(5200, 6, 31);
        SparseExamples store = many.examples();
        for (int from = 0; from + 5 <= many.count(); from += 5) {
            int[] numbers = {from, from + 1, from + 2, from + 3, from + 4};
            MiniBatch together = new MiniBatch(network.spec(), 5);
            together.addAll(store, numbers, 0, 5);
            together.fetch();
            MiniBatch single = new MiniBatch(network.spec(), 5);
            for (int n : numbers) {
                many.addTo(single, n);
                assertThat(store.digit(n)).isEqualTo(many.labels[n]);
            }
            for (int half = 0; half < 2; half++) {
                SparsePixels stored = together.nonZero[half];
                SparsePixels added = single.nonZero[half];
                int entries = added.start[5];
                assertThat(stored.start).isEqualTo(added.start);
                assertThat(Arrays.equals(stored.weightRow, 0, entries, added.weightRow, 0, entries))
                        .isTrue();
                assertThat(Arrays.equals(stored.value, 0, entries, added.value, 0, entries))
                        .isTrue();
            }
        }
    }

    @Test
    void a_nudge_is_what_a_step_of_one_example_takes_off() {
        Nudge nudge = Nudge.of(network, digits.pixels, 0, digits.labels[0]);
        Network before = network.copy();
        MiniBatch batch = new MiniBatch(network.spec(), 1);
        digits.addTo(batch, 0);
        Sgd sgd = new Sgd(network, new Hyperparameters(1f, 0f, 1));
        sgd.step(batch);
        assertThat(sgd.cost()).isEqualTo(nudge.cost());
        for (int j = 0; j < 16; j++) {
            assertThat(before.weight(1, 5, j) - network.weight(1, 5, j))
                    .isCloseTo(nudge.weights()[1][5 * 16 + j], org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @Test
    void a_full_mini_batch_and_an_unknown_digit_are_refused() {
        MiniBatch batch = new MiniBatch(network.spec(), 1);
        assertThatThrownBy(() -> batch.add(digits.pixels, 0, 10)).hasMessageContaining("digit from 0 to 9");
        assertThatThrownBy(() -> batch.add(new byte[783], 0, 1)).hasMessageContaining("784 pixels");
        batch.add(digits.pixels, 0, 1);
        assertThatThrownBy(() -> batch.add(digits.pixels, 0, 1)).hasMessageContaining("at most 1 examples");
    }

    /** Its entries would point at the weights of other pixels. */
    @Test
    void a_mini_batch_of_another_network_is_refused() {
        NetworkSpec wide = NetworkSpec.parse("784,30,10", Activation.SIGMOID, Cost.SQUARED_ERROR);
        MiniBatch batch = new MiniBatch(wide, 1);
        digits.addTo(batch, 0);
        assertThatThrownBy(() -> new Sgd(network, new Hyperparameters(1f, 0f, 1)).step(batch))
                .hasMessage(
                        "Expected a mini-batch for 784,16,16,10, got one for 784,30,10: create it for this network");
        assertThatThrownBy(() -> new Forward(network.spec(), 1).run(network, batch, new float[10], 0))
                .hasMessageContaining("got one for 784,30,10");
    }

    private String stepped(MiniBatch batch) {
        Network copy = network.copy();
        new Sgd(copy, new Hyperparameters(3f, 0f, 5)).step(batch);
        return WeightFile.sha256(WeightFile.write(copy, Map.of()));
    }
}
