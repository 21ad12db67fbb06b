package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SgdTest {
    @Test
    void training_lowers_the_cost_and_recognises_held_out_digits() {
        SparseExamples examples = new Digits(1000, 1, 0).examples();
        SparseExamples heldOut = new Digits(300, 2, 0).examples();
        Network network = Network.initialised(NetworkSpec.seed(), Initialisation.SCALED_NORMAL, 1);
        double costBefore = Evaluation.of(network, heldOut).cost();
        MiniBatch batch = new MiniBatch(network.spec(), 20);
        try (Sgd sgd = new Sgd(network, new Hyperparameters(3f, 0f, 20))) {
            for (int step = 0; step < 600; step++) {
                batch.clear();
                for (int b = 0; b < 20; b++) {
                    batch.add(examples, (step * 20 + b) % examples.size());
                }
                sgd.step(batch);
            }
            Evaluation after = Evaluation.of(network, heldOut);
            assertThat(after.cost()).isLessThan(costBefore / 3);
            assertThat(after.accuracy()).isGreaterThan(0.9);
        }
    }
}
