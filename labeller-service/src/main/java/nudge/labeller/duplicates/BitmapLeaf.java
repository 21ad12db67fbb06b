package nudge.labeller.duplicates;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the tree: points, the images that they are of, and a bitmap index of the points, which tells of 64 of them at once
 * whether they may be within reach. The first dimensions are cut into intervals; each interval has a bitmap of the points that
 * are within reach of some place in it. What is within reach of a point is in the bitmaps of all its intervals; what is in all
 * of them is then compared. Intervals that are 32 apart share a bitmap: there are bitmaps enough to tell digits apart.
 */
final class BitmapLeaf {
    private static final int DIMENSIONS = Projection.DIMENSIONS;
    /** So many dimensions have bitmaps. */
    private static final int INDEXED = 10;

    private static final int INTERVALS = 32;
    /** An interval is 256 wide: 64 grey values. */
    private static final int WIDTH_BITS = 8;

    private static final int WORD_BITS = 6;

    private final int reach;
    /** A whole number that is at least the difference in each dimension of two points within reach. */
    private final int margin;

    private int count;
    /** Of a bitmap: 64 points each. */
    private int words = 1;
    /** 24 coordinates each. */
    private short[] points = new short[DIMENSIONS << WORD_BITS];

    private @Nullable UUID[] images = new UUID[1 << WORD_BITS];
    private long[] bitmaps = new long[INDEXED * INTERVALS];

    /** @param reach how far apart two points may be, squared */
    BitmapLeaf(int reach) {
        this.reach = reach;
        this.margin = (int) Math.ceil(Math.sqrt(reach));
    }

    int count() {
        return count;
    }

    /** @param at where in {@code from} the 24 coordinates begin */
    void add(short[] from, int at, UUID image) {
        if (count == images.length) {
            grow();
        }
        System.arraycopy(from, at, points, count * DIMENSIONS, DIMENSIONS);
        images[count] = image;
        mark(count++);
    }

    private void grow() {
        words *= 2;
        points = Arrays.copyOf(points, points.length * 2);
        images = Arrays.copyOf(images, images.length * 2);
        bitmaps = new long[INDEXED * INTERVALS * words];
        for (int i = 0; i < count; i++) {
            mark(i);
        }
    }

    private void mark(int point) {
        int word = point >> WORD_BITS;
        long bit = 1L << point;
        for (int i = 0; i < INDEXED; i++) {
            int value = points[point * DIMENSIONS + i];
            int last = value + margin >> WIDTH_BITS;
            for (int interval = value - margin >> WIDTH_BITS; interval <= last; interval++) {
                bitmaps[bitmap(i, interval) * words + word] |= bit;
            }
        }
    }

    private static int bitmap(int dimension, int interval) {
        return dimension * INTERVALS + (interval & INTERVALS - 1);
    }

    /** The bitmaps of the intervals that a point is in, one per dimension that is indexed. */
    static int[] bitmaps(short[] from, int at) {
        int[] bitmaps = new int[INDEXED];
        for (int i = 0; i < INDEXED; i++) {
            bitmaps[i] = bitmap(i, from[at + i] >> WIDTH_BITS);
        }
        return bitmaps;
    }

    /**
     * Finds the points within reach.
     *
     * @param at where in {@code from} the 24 coordinates begin of what is looked for
     * @param of its bitmaps
     */
    void search(short[] from, int at, int[] of, Consumer<UUID> found) {
        int a = of[0] * words;
        int b = of[1] * words;
        int c = of[2] * words;
        int d = of[3] * words;
        int used = count + (1 << WORD_BITS) - 1 >> WORD_BITS;
        for (int word = 0; word < used; word++) {
            long near = bitmaps[a + word] & bitmaps[b + word] & bitmaps[c + word] & bitmaps[d + word];
            for (int i = 4; i < INDEXED && near != 0; i++) {
                near &= bitmaps[of[i] * words + word];
            }
            for (; near != 0; near &= near - 1) {
                int point = (word << WORD_BITS) + Long.numberOfTrailingZeros(near);
                if (isWithinReach(point * DIMENSIONS, from, at)) {
                    found.accept(images[point]);
                }
            }
        }
    }

    /** No sum overflows: it stops at the first beyond. */
    private boolean isWithinReach(int point, short[] from, int at) {
        long sum = 0;
        for (int i = 0; i < DIMENSIONS; i += 4) {
            long a = points[point + i] - from[at + i];
            long b = points[point + i + 1] - from[at + i + 1];
            long c = points[point + i + 2] - from[at + i + 2];
            long d = points[point + i + 3] - from[at + i + 3];
            sum += a * a + b * b + c * c + d * d;
            if (sum > reach) {
                return false;
            }
        }
        return true;
    }

    /** The points' coordinates in a dimension, the least first. */
    int[] sorted(int dimension) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = points[i * DIMENSIONS + dimension];
        }
        Arrays.sort(values);
        return values;
    }

    /** Gives its points to two other leaves: those below a border to one, the others to the other one. */
    void split(int dimension, int border, BitmapLeaf low, BitmapLeaf high) {
        for (int i = 0; i < count; i++) {
            int at = i * DIMENSIONS;
            (points[at + dimension] < border ? low : high).add(points, at, images[i]);
        }
    }
}
