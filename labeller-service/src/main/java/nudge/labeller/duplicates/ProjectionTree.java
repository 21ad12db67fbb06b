package nudge.labeller.duplicates;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Projections and the images that they are of, as a k-d tree whose leaves hold a few hundred: a search looks at the leaves
 * within its reach alone. It grows leaf by leaf, and is never built anew. One thread at a time changes it, and nobody reads it
 * meanwhile.
 */
final class ProjectionTree {
    private static final int DIMENSIONS = Projection.DIMENSIONS;
    private static final int LEAF = 512;
    /** Below this depth leaves grow, however long a search through them takes: made-up pictures must not exhaust the stack. */
    private static final int DEEPEST = 64;

    private final int reach;
    private final Node root;
    private int size;

    /** @param reach how far from what is looked for a point that is found may be, squared */
    ProjectionTree(int reach) {
        this.reach = reach;
        this.root = new Node(new BitmapLeaf(reach));
    }

    /** It has a leaf until it is split. */
    private static final class Node {
        @Nullable
        BitmapLeaf leaf;

        int dimension;
        /** Points below it in that dimension are in {@code low}, the others in {@code high}. */
        int border;

        @Nullable
        Node low;

        @Nullable
        Node high;

        Node(BitmapLeaf leaf) {
            this.leaf = leaf;
        }
    }

    int size() {
        return size;
    }

    /** @param at where in {@code from} the 24 coordinates begin */
    void add(short[] from, int at, UUID image) {
        size++;
        Node node = root;
        for (int depth = 0; ; depth++) {
            BitmapLeaf leaf = node.leaf;
            if (leaf != null) {
                int count = leaf.count();
                // A leaf that cannot be split is tried again when it has grown to twice its size.
                if (count < LEAF || depth >= DEEPEST || Integer.bitCount(count) > 1 || !split(node, leaf)) {
                    leaf.add(from, at, image);
                    return;
                }
            }
            Node low = node.low;
            Node high = node.high;
            if (low == null || high == null) {
                throw new IllegalStateException("expected a leaf or two branches, found neither");
            }
            node = from[at + node.dimension] < node.border ? low : high;
        }
    }

    /** Splits a leaf at the median of the dimension in which its points spread the most; not when all are the same. */
    private boolean split(Node node, BitmapLeaf leaf) {
        int widest = -1;
        int most = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            int[] values = leaf.sorted(i);
            int spread = values[values.length - 1] - values[0];
            if (spread > most) {
                widest = i;
                most = spread;
            }
        }
        if (widest < 0) {
            return false;
        }
        int[] values = leaf.sorted(widest);
        BitmapLeaf low = new BitmapLeaf(reach);
        BitmapLeaf high = new BitmapLeaf(reach);
        node.dimension = widest;
        node.border = Math.max(values[values.length / 2], values[0] + 1);
        leaf.split(widest, node.border, low, high);
        node.low = new Node(low);
        node.high = new Node(high);
        node.leaf = null;
        return true;
    }

    /**
     * Finds all points within reach; the same image comes as often as it was added.
     *
     * @param at where in {@code from} the 24 coordinates begin
     */
    void search(short[] from, int at, Consumer<UUID> found) {
        new Search(from, at, found).search(root, 0);
    }

    private final class Search {
        private final short[] from;
        private final int at;
        private final Consumer<UUID> found;
        private final int[] bitmaps;
        /** How far the node's part of the space is from the point in each dimension. */
        private final int[] offsets = new int[DIMENSIONS];

        Search(short[] from, int at, Consumer<UUID> found) {
            this.from = from;
            this.at = at;
            this.found = found;
            this.bitmaps = BitmapLeaf.bitmaps(from, at);
        }

        /** @param away how far the node's part of the space is from the point, squared: the sum of the squares of the offsets */
        void search(Node start, int away) {
            Node node = start;
            Node low = node.low;
            Node high = node.high;
            while (low != null && high != null) {
                int offset = from[at + node.dimension] - node.border;
                int before = offsets[node.dimension];
                long far = (long) away - (long) before * before + (long) offset * offset;
                if (far <= reach) {
                    offsets[node.dimension] = offset;
                    search(offset < 0 ? high : low, (int) far);
                    offsets[node.dimension] = before;
                }
                node = offset < 0 ? low : high;
                low = node.low;
                high = node.high;
            }
            if (node.leaf != null) {
                node.leaf.search(from, at, bitmaps, found);
            }
        }
    }
}
