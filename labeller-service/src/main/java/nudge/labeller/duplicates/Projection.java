package nudge.labeller.duplicates;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A picture in 24 numbers: what it has of the first principal components of MNIST's training images, which hold 68 % of their
 * variance. Two pictures differ at least as much as their projections: of those that are far apart, nothing else needs to be
 * looked at. That holds for any pictures; only how many are told apart so depends on how much like digits they are. In whole
 * numbers: the same on every machine.
 */
final class Projection {
    static final int DIMENSIONS = 24;

    private static final int SIDE = 28;
    private static final int COUNT = SIDE * SIDE;
    /** The components are unit vectors in units of 1 / 32,768, projections in quarters of a grey value. */
    private static final int UNIT = 1 << 15;

    private static final int QUARTERS = 4;
    private static final int SHIFT = 13;
    /** 784 pixels of 24 weights each. */
    private static final int[][] WEIGHTS = read();

    private Projection() {}

    /** Big-endian 16-bit integers: 24 components of 784 pixels each. */
    private static int[][] read() {
        int[][] weights = new int[COUNT][DIMENSIONS];
        try (InputStream file = Projection.class.getResourceAsStream("principal-components")) {
            if (file == null) {
                throw new IllegalStateException("expected the file principal-components beside Projection, found none");
            }
            DataInputStream numbers = new DataInputStream(file);
            byte[] all = numbers.readNBytes(2 * DIMENSIONS * COUNT);
            for (int i = 0; i < DIMENSIONS * COUNT; i++) {
                weights[i % COUNT][i / COUNT] = all[2 * i] << 8 | all[2 * i + 1] & 0xff;
            }
            return weights;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * The projection of a picture that is moved.
     *
     * @param pixels 784 bytes
     * @param down by so many rows, -1 to 1
     * @param right by so many columns, -1 to 1
     */
    static short[] of(byte[] pixels, int down, int right) {
        int[] sum = new int[DIMENSIONS];
        for (int y = Math.max(0, -down); y < SIDE - Math.max(0, down); y++) {
            for (int x = Math.max(0, -right); x < SIDE - Math.max(0, right); x++) {
                int ink = pixels[y * SIDE + x] & 0xff;
                if (ink > 0) {
                    add(ink, WEIGHTS[(y + down) * SIDE + x + right], sum);
                }
            }
        }
        short[] projection = new short[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            projection[i] = (short) (sum[i] + (1 << SHIFT - 1) >> SHIFT);
        }
        return projection;
    }

    private static void add(int ink, int[] weights, int[] sum) {
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] += ink * weights[i];
        }
    }

    /**
     * How far apart the projections of two pictures are at most, squared, when the root mean square of their difference is at
     * most so much. Rounding is in it, and that the components are not quite orthogonal: no matrix lengthens a vector by more
     * than the square root of the largest sum of a row of its Gram matrix (Gershgorin).
     */
    static int reach(double rootMeanSquare) {
        double stretch = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            double row = 0;
            for (int j = 0; j < DIMENSIONS; j++) {
                row += Math.abs(product(i, j));
            }
            stretch = Math.max(stretch, row);
        }
        // Each of the two projections is rounded by up to a half in each dimension.
        double most = rootMeanSquare * SIDE * Math.sqrt(stretch) * QUARTERS + Math.sqrt(DIMENSIONS);
        return (int) Math.ceil(most * most);
    }

    /** The scalar product of two components: about 1 of one with itself, about 0 of two. */
    static double product(int one, int other) {
        double sum = 0;
        for (int[] weights : WEIGHTS) {
            sum += (double) weights[one] * weights[other];
        }
        return sum / UNIT / UNIT;
    }
}
