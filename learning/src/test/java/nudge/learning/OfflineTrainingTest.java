package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.events.LabelRecord;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.Sgd;
import nudge.network.SparseExamples;
import nudge.network.WeightFile;
import org.junit.jupiter.api.Test;

class OfflineTrainingTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(List.of(LabelRecord.PIXELS, 8, 10), Activation.SIGMOID, Cost.SQUARED_ERROR);
    private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(3, 0.5f, 10);
    private static final int EXAMPLES = 47;

    private final SparseExamples examples = new SparseExamples(LabelRecord.PIXELS);

    OfflineTrainingTest() {
        for (int i = 0; i < EXAMPLES; i++) {
            examples.add(MadeUpImages.pixels(i, i % 10), 0, i % 10);
        }
    }

    @Test
    void an_epoch_tells_after_each_mini_batch_how_far_it_is() {
        List<Long> told = new ArrayList<>();
        try (OfflineTraining offline = new OfflineTraining(network(), HYPERPARAMETERS, examples, 1, 1)) {
            offline.epoch(told::add);
            assertThat(told).containsExactly(10L, 20L, 30L, 40L, 47L);
            offline.epoch(told::add);
            assertThat(told).hasSize(10).endsWith(10L, 20L, 30L, 40L, 47L);
        }
    }

    @Test
    void a_mini_batch_that_is_just_full_is_not_followed_by_an_empty_one() {
        List<Long> told = new ArrayList<>();
        Hyperparameters whole = new Hyperparameters(3, 0, EXAMPLES);
        try (OfflineTraining offline = new OfflineTraining(network(), whole, examples, 1, 1)) {
            offline.epoch(told::add);
        }
        assertThat(told).containsExactly((long) EXAMPLES);
    }

    /** The shuffle of epoch e, counted from 0, is the permutation of that number: weights that were ever printed rest on it. */
    @Test
    void each_epoch_learns_from_every_example_once_in_its_own_order() {
        Network trained = network();
        Network byHand = network();
        try (OfflineTraining offline = new OfflineTraining(trained, HYPERPARAMETERS, examples, 5, 1);
                Sgd sgd = new Sgd(byHand, HYPERPARAMETERS)) {
            MiniBatch batch = new MiniBatch(SPEC, 10);
            for (int epoch = 0; epoch < 3; epoch++) {
                offline.epoch(learned -> {});
                Permutation order = new Permutation(5, epoch, EXAMPLES);
                for (int place = 0; place < EXAMPLES; place++) {
                    batch.add(examples, order.at(place));
                    if (batch.size() == 10 || place == EXAMPLES - 1) {
                        sgd.step(batch);
                        batch.clear();
                    }
                }
                assertThat(sha256(trained)).isEqualTo(sha256(byHand));
            }
        }
    }

    @Test
    void after_some_epochs_other_images_are_recognised() {
        SparseExamples others = new SparseExamples(LabelRecord.PIXELS);
        for (int i = EXAMPLES; i < 2 * EXAMPLES; i++) {
            others.add(MadeUpImages.pixels(i, i % 10), 0, i % 10);
        }
        try (OfflineTraining offline = new OfflineTraining(network(), HYPERPARAMETERS, examples, 1, 2)) {
            assertThat(offline.evaluate(others).accuracy()).isLessThan(0.5);
            for (int epoch = 0; epoch < 60; epoch++) {
                offline.epoch(learned -> {});
            }
            assertThat(offline.evaluate(others).accuracy()).isGreaterThan(0.9);
            assertThat(offline.isFinite()).isTrue();
        }
    }

    @Test
    void weights_that_are_no_numbers_any_more_are_noticed() {
        NetworkSpec unbounded = new NetworkSpec(
                List.of(LabelRecord.PIXELS, 40, 40, 40, 40, 40, 10), Activation.RELU, Cost.SQUARED_ERROR);
        Network network = Network.initialised(unbounded, Initialisation.HE, 1);
        Hyperparameters tooFast = new Hyperparameters(1000, 0, 10);
        try (OfflineTraining offline = new OfflineTraining(network, tooFast, examples, 1, 1)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                offline.epoch(learned -> {});
            }
            assertThat(offline.isFinite()).isFalse();
        }
    }

    static OfflineTraining withThreads(int threads) {
        return new OfflineTraining(network(), HYPERPARAMETERS, new SparseExamples(LabelRecord.PIXELS), 1, threads);
    }

    private static Network network() {
        return Network.initialised(SPEC, Initialisation.SCALED_NORMAL, 1);
    }

    private static String sha256(Network network) {
        return WeightFile.sha256(WeightFile.write(network, Map.of()));
    }
}
