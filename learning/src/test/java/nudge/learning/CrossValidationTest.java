package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
    private static final int IMAGES = 600;
    private static final TrainingDefaults TRAINING = new TrainingDefaults(
            new NetworkSpec(List.of(784, 20, 10), Activation.SIGMOID, Cost.CROSS_ENTROPY),
            Initialisation.GLOROT,
            new Hyperparameters(0.5f, 0, 20),
            1,
            10,
            1);

    private final List<byte[]> images = new ArrayList<>();
    private final int[] digits = new int[IMAGES];
    private final int[] folds = new int[IMAGES];

    CrossValidationTest() {
        for (int i = 0; i < IMAGES; i++) {
            images.add(MadeUpImages.pixels(i, i % 10));
            digits[i] = i % 10;
            folds[i] = i / 10 % 4;
        }
    }

    private double[][] predict() {
        return new CrossValidation(TRAINING, 4, images, digits, folds).predict(learned -> {});
    }

    /** A fold of more images than are judged at once. */
    @Test
    void each_image_of_a_large_fold_is_judged() {
        for (int i = 0; i < IMAGES; i++) {
            folds[i] = i / 10 % 20 < 17 ? 0 : 1;
        }
        TrainingDefaults longer =
                new TrainingDefaults(TRAINING.network(), Initialisation.GLOROT, TRAINING.hyperparameters(), 1, 60, 1);
        double[][] probabilities = new CrossValidation(longer, 2, images, digits, folds).predict(learned -> {});
        int right = 0;
        for (int i = 0; i < IMAGES; i++) {
            assertThat(probabilities[i]).hasSize(10);
            assertThat(Arrays.stream(probabilities[i]).sum()).isEqualTo(1, within(1e-9));
            right += most(probabilities[i]) == i % 10 ? 1 : 0;
        }
        assertThat(right).isGreaterThan(IMAGES * 3 / 4);
    }

    @Test
    void a_network_that_diverges_is_no_judge() {
        TrainingDefaults tooFast = new TrainingDefaults(
                new NetworkSpec(List.of(784, 40, 40, 40, 40, 40, 10), Activation.RELU, Cost.SQUARED_ERROR),
                Initialisation.HE,
                new Hyperparameters(1000, 0, 20),
                1,
                10,
                1);
        CrossValidation validation = new CrossValidation(tooFast, 4, images, digits, folds);
        assertThatThrownBy(() -> validation.predict(learned -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("training has diverged: use a smaller learning rate than 1000.0");
    }

    private static int most(double[] probabilities) {
        int most = 0;
        for (int k = 1; k < probabilities.length; k++) {
            most = probabilities[k] > probabilities[most] ? k : most;
        }
        return most;
    }

    @Test
    void a_wrong_label_is_judged_by_a_network_that_has_not_learned_it() {
        // Had it been learned from, ten passes would have made it its own: it is an image like no other.
        digits[17] = 2;
        double[][] probabilities = predict();
        for (int i = 0; i < IMAGES; i++) {
            assertThat(most(probabilities[i])).isEqualTo(i % 10);
            assertThat(Arrays.stream(probabilities[i]).sum()).isEqualTo(1, within(1e-9));
        }
        assertThat(probabilities[17][2]).isLessThan(0.2);
    }

    @Test
    void an_image_has_no_part_in_its_own_prediction() {
        double[] before = predict()[17];
        digits[17] = 2;
        assertThat(predict()[17]).containsExactly(before);
    }

    @Test
    void it_tells_how_far_it_is() {
        CrossValidation validation = new CrossValidation(TRAINING, 4, images, digits, folds);
        long[] told = {0, 0};
        validation.predict(learned -> {
            assertThat(learned).isGreaterThan(told[0]);
            told[0] = learned;
            told[1]++;
        });
        assertThat(told[0]).isEqualTo(validation.examples()).isEqualTo(3L * IMAGES * 10);
    }

    @Test
    void folds_without_an_image_and_single_folds_are_refused() {
        assertThatThrownBy(() -> new CrossValidation(TRAINING, 5, images, digits, folds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("600 images in 4 of 5 folds");
        assertThatThrownBy(() -> new CrossValidation(TRAINING, 1, images, digits, new int[IMAGES]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 folds");
        assertThatThrownBy(() -> new CrossValidation(TRAINING, 4, images, new int[3], folds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a digit and a fold for each of the 600 images, got 3 and 600");
        assertThatThrownBy(() -> new CrossValidation(TRAINING, 4, images, digits, new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a digit and a fold for each of the 600 images, got 600 and 3");
    }

    @Test
    void folds_are_counted_from_0() {
        for (int first : new int[] {-1, 1}) {
            int[] moved = Arrays.stream(folds).map(fold -> fold + first).toArray();
            assertThatThrownBy(() -> new CrossValidation(TRAINING, 4, images, digits, moved))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("600 images in 4 of 4 folds");
        }
    }
}
