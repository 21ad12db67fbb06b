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
    /** A frame of one pixel is around a picture: what a move pushes out lies in it, and weighs nothing. */
    private static final int FRAMED = SIDE + 2;
    /** The components are unit vectors in units of 1 / 32,768, projections in quarters of a grey value. */
    private static final int UNIT = 1 << 15;

    private static final int QUARTERS = 4;
    private static final int SHIFT = 13;
    private static final int PAIRS = DIMENSIONS / 2;
    private static final int PAIRS_AT_ONCE = PAIRS / 2;
    /**
     * 900 pixels of 24 weights each, two to a number: one is added to the other times 2 to the power of 32. A multiplication
     * serves both. Sums of products with the same pixels are of that form again: neither half of it leaves its 32 bits.
     */
    private static final long[] WEIGHTS = read();

    private Projection() {}

    /** Big-endian 16-bit integers: 24 components of 784 pixels each. */
    private static long[] read() {
        long[] weights = new long[FRAMED * FRAMED * PAIRS];
        try (InputStream file = Projection.class.getResourceAsStream("principal-components")) {
            if (file == null) {
                throw new IllegalStateException("expected the file principal-components beside Projection, found none");
            }
            DataInputStream numbers = new DataInputStream(file);
            byte[] all = numbers.readNBytes(2 * DIMENSIONS * COUNT);
            for (int i = 0; i < DIMENSIONS * COUNT; i++) {
                long weight = all[2 * i] << 8 | all[2 * i + 1] & 0xff;
                int component = i / COUNT;
                weights[framed(i % COUNT) * PAIRS + component / 2] += component % 2 == 0 ? weight : weight << 32;
            }
            return weights;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static int framed(int pixel) {
        return (pixel / SIDE + 1) * FRAMED + pixel % SIDE + 1;
    }

    /**
     * The pixels of a picture that have ink.
     *
     * @param at where each is in the frame, times 256, plus its ink
     */
    record Inked(int[] at, int count) {
        /** @param pixels 784 bytes */
        static Inked of(byte[] pixels) {
            int[] at = new int[COUNT];
            int count = 0;
            for (int y = 0, pixel = 0; y < SIDE; y++) {
                int framed = (y + 1) * FRAMED + 1;
                for (int x = 0; x < SIDE; x++) {
                    int ink = pixels[pixel++] & 0xff;
                    // Written in any case, and written over when it is paper: a branch here is often foreseen wrongly.
                    at[count] = framed + x << 8 | ink;
                    count += -ink >>> 31;
                }
            }
            return new Inked(at, count);
        }
    }

    /**
     * The projection of a picture that is moved.
     *
     * @param down by so many rows, -1 to 1
     * @param right by so many columns, -1 to 1
     * @param to takes 24 numbers
     * @param first where in {@code to}
     */
    static void of(Inked picture, int down, int right, short[] to, int first) {
        int move = (down * FRAMED + right) * PAIRS;
        sum(picture, move, to, first);
        sum(picture, move + PAIRS_AT_ONCE, to, first + 2 * PAIRS_AT_ONCE);
    }

    /** Six pairs of sums, each in a register. */
    private static void sum(Inked picture, int from, short[] to, int first) {
        int[] inked = picture.at;
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        long e = 0;
        long f = 0;
        for (int i = 0; i < picture.count; i++) {
            int at = (inked[i] >>> 8) * PAIRS + from;
            long ink = inked[i] & 0xff;
            a += ink * WEIGHTS[at];
            b += ink * WEIGHTS[at + 1];
            c += ink * WEIGHTS[at + 2];
            d += ink * WEIGHTS[at + 3];
            e += ink * WEIGHTS[at + 4];
            f += ink * WEIGHTS[at + 5];
        }
        round(a, to, first);
        round(b, to, first + 2);
        round(c, to, first + 4);
        round(d, to, first + 6);
        round(e, to, first + 8);
        round(f, to, first + 10);
    }

    private static void round(long pair, short[] to, int at) {
        to[at] = rounded(lower(pair));
        to[at + 1] = rounded(upper(pair));
    }

    private static int lower(long pair) {
        return (int) pair;
    }

    private static int upper(long pair) {
        return (int) (pair - (int) pair >> 32);
    }

    private static short rounded(int sum) {
        return (short) (sum + (1 << SHIFT - 1) >> SHIFT);
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
        for (int pixel = 0; pixel < COUNT; pixel++) {
            sum += (double) weight(pixel, one) * weight(pixel, other);
        }
        return sum / UNIT / UNIT;
    }

    private static int weight(int pixel, int component) {
        long pair = WEIGHTS[framed(pixel) * PAIRS + component / 2];
        return component % 2 == 0 ? lower(pair) : upper(pair);
    }
}
