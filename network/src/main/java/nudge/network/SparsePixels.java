package nudge.network;

import java.util.Arrays;

/**
 * The non-zero pixels of a mini-batch in one half of each image, as a matrix in compressed sparse rows (CSR): example b
 * has entries [start[b], start[b + 1]), each a pixel and its value, in the order of {@link PixelIndex}. The arrays are
 * reused from step to step. They are sized for images as sparse as handwritten digits, and grow when denser ones are
 * added.
 */
final class SparsePixels {
    /** How many elements behind the last entry unpacking may overwrite. */
    private static final int SLACK = Kernels.MIN_UNPACKED;

    final int fromPixel;
    final int toPixel;
    /** An entry's pixel, as the index in the first panel at which its row of weights begins. */
    int[] weightRow;

    /** An entry's value, 0..255. */
    float[] value;

    /** Where each example's entries begin, shape [capacity + 1]; their number is a multiple of 4. */
    final int[] start;

    /** The weights of a pixel begin at {@code origin + (pixel << rowShift)}. */
    final int rowShift;

    private final int origin;

    /** The weight rows of pixels 0 to 3, repeated: element k is the row from which entry k's is counted. */
    final int[] chainRows = new int[Layer.BLOCK];

    private final int maxEntries;
    /** A sum that nobody reads: it keeps the compiler from removing the loads of {@link SparseExamples#prefetch}. */
    int prefetched;

    /**
     * @param rowShift the panel's width is {@code 1 << rowShift}
     */
    SparsePixels(int inputs, int half, int rowShift, int capacity) {
        this.fromPixel = PixelIndex.begin(half, inputs);
        this.toPixel = PixelIndex.begin(half + 1, inputs);
        this.rowShift = rowShift;
        this.origin = Layer.ORIGIN + (half * Layer.GAP << rowShift);
        this.start = new int[capacity + 1];
        Arrays.setAll(chainRows, k -> row(k % 4));
        int perImage = PixelIndex.maxEntries(toPixel - fromPixel);
        this.maxEntries = Math.addExact(Math.multiplyExact(capacity, perImage), perImage + SLACK);
        int entries = capacity * ((toPixel - fromPixel) / 4) + perImage + SLACK;
        this.weightRow = new int[entries];
        this.value = new float[entries];
    }

    /** Where a pixel's weights begin in the first panel. */
    int row(int pixel) {
        return origin + (pixel << rowShift);
    }

    /** Which pixel's weights begin there. */
    int pixel(int row) {
        return row - origin >> rowShift;
    }

    /** Sets example b's entries; those of example b + 1 go behind them. */
    void encode(byte[] pixels, int offset, int b) {
        ensureCapacity(start[b], PixelIndex.maxEntries(toPixel - fromPixel));
        start[b + 1] =
                PixelIndex.encode(pixels, offset, fromPixel, toPixel, origin, rowShift, weightRow, value, start[b]);
    }

    /** The same from words of four pixels each, after {@link #reserve}. */
    void encode(int[] words, int offset, int b) {
        PixelIndex.encode(words, offset, fromPixel, toPixel, origin, rowShift, weightRow, value, start[b]);
    }

    /** Reserves room for so many entries of example b, which are written later. */
    void reserve(int b, int entries) {
        ensureCapacity(start[b], entries + SLACK);
        start[b + 1] = start[b] + entries;
    }

    /**
     * Writes example b into {@link DenseImages}: from the last entry to the first, so that a pixel's value overwrites
     * padding's 0.
     */
    void expand(int b, float[] images, int at) {
        for (int k = start[b + 1] - 1; k >= start[b]; k--) {
            DenseImages.set(images, at, pixel(weightRow[k]), value[k]);
        }
    }

    private void ensureCapacity(int from, int entries) {
        if (weightRow.length - from < entries) {
            weightRow = Arrays.copyOf(weightRow, Math.min(maxEntries, Math.max(2 * weightRow.length, from + entries)));
            value = Arrays.copyOf(value, weightRow.length);
        }
    }
}
