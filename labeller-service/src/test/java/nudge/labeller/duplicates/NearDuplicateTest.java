package nudge.labeller.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;

/** The quick arithmetic beside the plain one that it stands for. */
class NearDuplicateTest {
    private static final Mnist IMAGES = Mnist.firstOfTrain(200);

    @Test
    void the_distance_is_that_of_the_best_of_nine_moves() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] moved = picture(random, i);
            byte[] still =
                    i % 4 == 3 ? moved(moved, random.nextInt(3) - 1, random.nextInt(3) - 1) : picture(random, i + 7);
            double least = Double.MAX_VALUE;
            for (int down = -1; down <= 1; down++) {
                for (int right = -1; right <= 1; right++) {
                    least = Math.min(least, rootMeanSquare(moved(moved, down, right), still));
                }
            }
            assertThat(NearDuplicate.distance(moved, still)).as("pair %d", i).isEqualTo(least);
        }
    }

    @Test
    void a_projection_holds_the_scalar_products_with_the_components() throws IOException {
        short[][] components = components();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            byte[] picture = picture(random, i);
            short[] points = ProjectedImage.moved(picture).points;
            assertThat(points).hasSize(9 * components.length);
            int at = 0;
            for (int down = -1; down <= 1; down++) {
                for (int right = -1; right <= 1; right++) {
                    byte[] moved = moved(picture, down, right);
                    for (short[] component : components) {
                        assertThat((double) points[at++])
                                .as("picture %d, %d down, %d right", i, down, right)
                                .isCloseTo(product(component, moved) / 8_192.0, within(0.5));
                    }
                }
            }
            assertThat(ProjectedImage.still(picture).points)
                    .containsExactly(Arrays.copyOfRange(points, 4 * components.length, 5 * components.length));
        }
    }

    /** Digits, and pictures that have ink up to their edges: noise, and all black. */
    private static byte[] picture(Random random, int number) {
        byte[] picture = new byte[784];
        if (number % 5 == 1) {
            random.nextBytes(picture);
        } else if (number % 5 == 2) {
            Arrays.fill(picture, (byte) 255);
        } else {
            return IMAGES.image(number % IMAGES.size());
        }
        return picture;
    }

    private static byte[] moved(byte[] picture, int down, int right) {
        byte[] moved = new byte[784];
        for (int y = Math.max(0, -down); y < 28 - Math.max(0, down); y++) {
            for (int x = Math.max(0, -right); x < 28 - Math.max(0, right); x++) {
                moved[(y + down) * 28 + x + right] = picture[y * 28 + x];
            }
        }
        return moved;
    }

    private static double rootMeanSquare(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < 784; i++) {
            long difference = (one[i] & 0xff) - (other[i] & 0xff);
            sum += difference * difference;
        }
        return Math.sqrt(sum / 784.0);
    }

    private static long product(short[] component, byte[] picture) {
        long sum = 0;
        for (int i = 0; i < 784; i++) {
            sum += (long) component[i] * (picture[i] & 0xff);
        }
        return sum;
    }

    private static short[][] components() throws IOException {
        short[][] components = new short[Projection.DIMENSIONS][784];
        try (InputStream file = Projection.class.getResourceAsStream("principal-components");
                DataInputStream numbers = new DataInputStream(file)) {
            for (short[] component : components) {
                for (int i = 0; i < 784; i++) {
                    component[i] = numbers.readShort();
                }
            }
            assertThat(numbers.read()).isEqualTo(-1);
        }
        return components;
    }
}
