package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSpecTest {
    @Test
    void sizes_are_printed_as_they_are_read() {
        NetworkSpec spec = NetworkSpec.parse("784, 30,10", Activation.RELU, Cost.CROSS_ENTROPY);
        assertThat(spec.printedSizes()).isEqualTo("784,30,10");
        assertThat(NetworkSpec.seed().printedSizes()).isEqualTo("784,16,16,10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "784", "784,0,10", "784,-3,10", "784,ten", "784,,10", "65537,10", "60000,60000,10"})
    void bad_sizes_are_refused_with_what_was_expected(String sizes) {
        assertThatThrownBy(() -> NetworkSpec.parse(sizes, Activation.SIGMOID, Cost.SQUARED_ERROR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected");
    }

    @Test
    void bad_hyperparameters_are_refused_with_what_was_expected() {
        assertThatThrownBy(() -> new Hyperparameters(Float.NaN, 0, 10)).hasMessageContaining("learning rate");
        assertThatThrownBy(() -> new Hyperparameters(0, 0, 10)).hasMessageContaining("learning rate");
        assertThatThrownBy(() -> new Hyperparameters(1, 1, 10)).hasMessageContaining("momentum");
        assertThatThrownBy(() -> new Hyperparameters(1, 0, 0)).hasMessageContaining("mini-batch");
    }
}
