package nudge.network;

import java.util.Arrays;

/**
 * The index of the non-zero pixels of a mini-batch's images, in one half of each image; see {@link PixelIndex}. The arrays are
 * reused from step to step; they begin with room for images as sparse as handwritten digits and grow, once, when denser ones
 * come.
 */
final class SparsePixels {
    /** What unpacking may overwrite behind the last entry. */
    private static final int SLACK = Kernels.MIN_UNPACKED;

    final int fromPixel;
    final int toPixel;
    /** An entry's pixel: where its weights begin in the first panel. */
    int[] weightRow;

    /** An entry's value, 0..255. */
    float[] value;

    /** Example b has entries [start[b], start[b + 1]), a multiple of 4 of them. */
    final int[] start;

    /** A pixel's weights begin {@code pixel << rowShift} behind {@link #origin}. */
    final int rowShift;

    private final int origin;

    /** The rows of pixels 0 to 3, over and over: from what is at k modulo 4, entry k's row is counted. */
    final int[] chainRows = new int[Layer.BLOCK];

    private final int maxEntries;
    /** A sum that nobody reads, so that reading ahead is not optimised away. */
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

    /** Sets example b's entries; the next example's come behind them. */
    void encode(byte[] pixels, int offset, int b) {
        ensureCapacity(start[b], PixelIndex.maxEntries(toPixel - fromPixel));
        start[b + 1] =
                PixelIndex.encode(pixels, offset, fromPixel, toPixel, origin, rowShift, weightRow, value, start[b]);
    }

    /** The same from words of four pixels; room was made by {@link #reserve}. */
    void encode(int[] words, int offset, int b) {
        PixelIndex.encode(words, offset, fromPixel, toPixel, origin, rowShift, weightRow, value, start[b]);
    }

    /** Makes room for example b's entries, which are written later. */
    void reserve(int b, int entries) {
        ensureCapacity(start[b], entries + SLACK);
        start[b + 1] = start[b] + entries;
    }

    /** Spreads example b's pixels out: from the last entry to the first, so that its value overwrites a filler's 0. */
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
