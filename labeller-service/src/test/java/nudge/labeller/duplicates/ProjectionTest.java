package nudge.labeller.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    @Test
    void the_components_are_orthogonal_unit_vectors() {
        for (int one = 0; one < Projection.DIMENSIONS; one++) {
            for (int other = 0; other < Projection.DIMENSIONS; other++) {
                assertThat(Projection.product(one, other)).isCloseTo(one == other ? 1 : 0, within(1e-4));
            }
        }
    }

    @Test
    void they_hold_most_of_what_digits_differ_in() {
        Mnist train = Mnist.train();
        double held = variance(train, true);
        assertThat(held / variance(train, false)).isBetween(0.68, 0.69);
    }

    /** Of the projections, or of the pixels. */
    private static double variance(Mnist train, boolean projected) {
        double squares = 0;
        double[] sums = new double[784];
        int count = 10_000;
        for (int i = 0; i < count; i++) {
            short[] projection = ProjectedImage.still(train.image(i)).points;
            for (int k = 0; k < (projected ? projection.length : 784); k++) {
                double value = projected ? projection[k] / 4.0 : train.image(i)[k] & 0xff;
                sums[k] += value;
                squares += value * value;
            }
        }
        double means = 0;
        for (double sum : sums) {
            means += sum / count * sum / count;
        }
        return squares / count - means;
    }
}
