package nudge.labeller.duplicates;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Projections and the images that they are of, as a k-d tree whose leaves hold a few: a search looks at the leaves within its
 * reach alone. It grows leaf by leaf, and is never built anew. One thread at a time changes it, and nobody reads it meanwhile.
 */
final class ProjectionTree {
    private static final int DIMENSIONS = Projection.DIMENSIONS;
    private static final int LEAF = 16;
    /** Below this depth leaves grow, however long a search through them takes: made-up pictures must not exhaust the stack. */
    private static final int DEEPEST = 64;

    private final Node root = new Node();
    private int size;

    /** A leaf until it is split. */
    private static final class Node {
        /** {@code count} points of 24 coordinates each. */
        short @Nullable [] points = new short[LEAF * DIMENSIONS];

        @Nullable
        UUID[] images = new UUID[LEAF];

        int count;

        int dimension;
        /** Points below it in that dimension are in {@code low}, the others in {@code high}. */
        int border;

        @Nullable
        Node low;

        @Nullable
        Node high;
    }

    int size() {
        return size;
    }

    void add(short[] point, UUID image) {
        Node node = root;
        int depth = 0;
        while (true) {
            while (node.low != null && node.high != null) {
                node = point[node.dimension] < node.border ? node.low : node.high;
                depth++;
            }
            if (node.count < LEAF) {
                put(node, point, 0, image);
                size++;
                return;
            }
            // A leaf that cannot be split is tried again when it has grown to twice its size.
            if (depth >= DEEPEST || Integer.bitCount(node.count) > 1 || !split(node)) {
                put(node, point, 0, image);
                size++;
                return;
            }
        }
    }

    /** Leaves that cannot be split grow. */
    private static void put(Node leaf, short[] from, int at, @Nullable UUID image) {
        if (leaf.count == leaf.images.length) {
            leaf.points = Arrays.copyOf(leaf.points, leaf.points.length * 2);
            leaf.images = Arrays.copyOf(leaf.images, leaf.images.length * 2);
        }
        System.arraycopy(from, at, leaf.points, leaf.count * DIMENSIONS, DIMENSIONS);
        leaf.images[leaf.count++] = image;
    }

    /** Splits a leaf at the median of the dimension in which its points spread the most; not when all are the same. */
    private static boolean split(Node leaf) {
        int widest = -1;
        int most = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            int[] values = sorted(leaf, i);
            int spread = values[values.length - 1] - values[0];
            if (spread > most) {
                widest = i;
                most = spread;
            }
        }
        if (widest < 0) {
            return false;
        }
        int[] values = sorted(leaf, widest);
        leaf.dimension = widest;
        leaf.border = Math.max(values[values.length / 2], values[0] + 1);
        Node low = new Node();
        Node high = new Node();
        for (int i = 0; i < leaf.count; i++) {
            int at = i * DIMENSIONS;
            put(leaf.points[at + widest] < leaf.border ? low : high, leaf.points, at, leaf.images[i]);
        }
        leaf.low = low;
        leaf.high = high;
        leaf.points = null;
        leaf.images = new UUID[0];
        return true;
    }

    private static int[] sorted(Node leaf, int dimension) {
        int[] values = new int[leaf.count];
        for (int i = 0; i < leaf.count; i++) {
            values[i] = leaf.points[i * DIMENSIONS + dimension];
        }
        Arrays.sort(values);
        return values;
    }

    /** Finds all points within a distance, given squared; the same image comes as often as it was added. */
    void search(short[] point, int reach, Consumer<UUID> found) {
        search(root, point, reach, 0, new int[DIMENSIONS], found);
    }

    /**
     * @param away how far the node's part of the space is from the point, squared: the sum of the squares of {@code offsets}
     * @param offsets the same in each dimension
     */
    private static void search(Node node, short[] point, int reach, int away, int[] offsets, Consumer<UUID> found) {
        Node at = node;
        while (at.low != null && at.high != null) {
            int offset = point[at.dimension] - at.border;
            int before = offsets[at.dimension];
            long far = (long) away - (long) before * before + (long) offset * offset;
            if (far <= reach) {
                offsets[at.dimension] = offset;
                search(offset < 0 ? at.high : at.low, point, reach, (int) far, offsets, found);
                offsets[at.dimension] = before;
            }
            at = offset < 0 ? at.low : at.high;
        }
        for (int i = 0; i < at.count; i++) {
            if (isWithin(at.points, i * DIMENSIONS, point, reach)) {
                found.accept(at.images[i]);
            }
        }
    }

    /** Whether the squared distance is at most {@code reach}. No sum overflows: it stops at the first beyond. */
    static boolean isWithin(short[] points, int at, short[] point, int reach) {
        long sum = 0;
        for (int i = 0; i < DIMENSIONS; i += 4) {
            long a = points[at + i] - point[i];
            long b = points[at + i + 1] - point[i + 1];
            long c = points[at + i + 2] - point[i + 2];
            long d = points[at + i + 3] - point[i + 3];
            sum += a * a + b * b + c * c + d * d;
            if (sum > reach) {
                return false;
            }
        }
        return true;
    }
}
