package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;
import org.junit.jupiter.api.Test;

class TrainingDefaultsTest {
    /** Whoever never set them has weights, and a model, that were made with these. */
    @Test
    void the_defaults_never_change() {
        NetworkSpec network = new NetworkSpec(List.of(784, 16, 16, 10), Activation.SIGMOID, Cost.SQUARED_ERROR);
        Hyperparameters hyperparameters = new Hyperparameters(3f, 0f, 100);
        assertThat(TrainingDefaults.offline())
                .isEqualTo(new TrainingDefaults(network, Initialisation.SCALED_NORMAL, hyperparameters, 1, 30, 1));
        assertThat(TrainingDefaults.live())
                .isEqualTo(new TrainingDefaults(network, Initialisation.HE, hyperparameters, 2, 40, 1));
    }
}
