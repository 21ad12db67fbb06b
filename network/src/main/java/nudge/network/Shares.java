package nudge.network;

/**
 * How the work of a step is divided into one share per thread. The division decides which thread computes a number,
 * never how it is computed, so it does not change the bits.
 */
final class Shares {
    private final int threads;
    private final int units;

    /** @param units of the first layer, padded */
    Shares(int threads, int units) {
        this.threads = threads;
        this.units = units;
    }

    int threads() {
        return threads;
    }

    /** The first of so many equal items that a share has; that of the next share is the end. */
    int first(int items, int share) {
        return items * share / threads;
    }

    /** The first example that a share has; dense examples are divided in whole tiles. */
    int firstExample(int examples, FirstLayer method, int share) {
        if (method != FirstLayer.DENSE) {
            return first(examples, share);
        }
        int tiles = Layer.padded(examples, DenseImages.TILE) / DenseImages.TILE;
        return Math.min(examples, DenseImages.TILE * first(tiles, share));
    }

    /**
     * The sparse first layer is divided into tasks: one half of the pixels (task modulo 2) for one of several ranges of
     * columns (task / 2). A share has every {@link #threads}-th task.
     */
    int tasks() {
        return 2 * columnRanges();
    }

    private int columnRanges() {
        return Math.max(1, threads / 2);
    }

    /** Where a range of the first layer's columns begins: at a panel, or at the end. */
    int firstColumn(int range) {
        int panels = (units + Layer.PANEL - 1) / Layer.PANEL;
        return Math.min(units, panels * range / columnRanges() * Layer.PANEL);
    }
}
