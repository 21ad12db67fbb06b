package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;

import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import org.junit.jupiter.api.Test;

class KeptNetworksTest {
    /** Of (inputs + 1) x 10 weights and biases. */
    private static NetworkOfStep network(String name, int inputs) {
        return new NetworkOfStep(
                name, 1, Network.blank(NetworkSpec.parse(inputs + ",10", Activation.SIGMOID, Cost.SQUARED_ERROR)));
    }

    private static void keep(KeptNetworks kept, String name, int inputs) {
        kept.keep(name, network(name, inputs));
    }

    @Test
    void the_least_recently_used_one_goes_when_there_are_too_many() {
        KeptNetworks kept = new KeptNetworks(2, 1_000_000);
        keep(kept, "a", 9);
        keep(kept, "b", 9);
        assertThat(kept.find("a")).isNotNull();
        keep(kept, "c", 9);
        assertThat(kept.find("b")).isNull();
        assertThat(kept.find("a")).isNotNull();
        assertThat(kept.find("c")).isNotNull();
    }

    @Test
    void so_many_go_that_all_together_are_small_enough() {
        KeptNetworks kept = new KeptNetworks(100, 500);
        keep(kept, "a", 9);
        keep(kept, "b", 9);
        keep(kept, "c", 9);
        keep(kept, "d", 9);
        assertThat(kept.find("a")).as("100 each").isNotNull();
        keep(kept, "large", 29);
        assertThat(kept.find("b")).isNull();
        assertThat(kept.find("c")).isNull();
        assertThat(kept.find("d")).isNotNull();
        assertThat(kept.find("a")).as("used before").isNotNull();
        keep(kept, "d", 9);
        assertThat(kept.find("a")).as("the same again takes no more room").isNotNull();
    }

    @Test
    void one_that_is_too_large_is_not_kept_and_drives_out_nobody() {
        KeptNetworks kept = new KeptNetworks(100, 500);
        keep(kept, "a", 9);
        keep(kept, "large", 50);
        assertThat(kept.find("large")).isNull();
        assertThat(kept.find("a")).isNotNull();
    }
}
