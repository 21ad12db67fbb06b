package nudge.network;

import java.util.Arrays;

/**
 * The index of the non-zero pixels of a mini-batch's images, in one half of each image; see {@link PixelIndex}. The arrays are
 * reused from step to step; they begin with room for images as sparse as handwritten digits and grow, once, when denser ones
 * come.
 */
final class ImageHalf {
    final int fromPixel;
    final int toPixel;
    /** An entry's pixel: where its weights begin within a panel, the pixel's number times {@code 1 << rowShift}. */
    int[] row;

    /** An entry's value, 0..255. */
    float[] value;

    /** Where the row of nudges of the example begins to which entries [4g, 4g + 4) belong. */
    int[] nudges;

    /** Example b has entries [start[b], start[b + 1]), a multiple of 4 of them. */
    final int[] start;

    final int rowShift;
    private final int pitch;
    private final int mostRoom;
    /** A sum that nobody reads, so that reading ahead is not optimised away. */
    int touched;

    /**
     * @param rowShift the panel's width is {@code 1 << rowShift}
     * @param pitch the distance between two examples' nudges
     */
    ImageHalf(int inputs, int half, int rowShift, int pitch, int capacity) {
        this.fromPixel = PixelIndex.begin(half, inputs);
        this.toPixel = PixelIndex.begin(half + 1, inputs);
        this.rowShift = rowShift;
        this.pitch = pitch;
        this.start = new int[capacity + 1];
        int pixels = toPixel - fromPixel;
        this.mostRoom = Math.addExact(
                Math.multiplyExact(capacity, PixelIndex.mostEntries(pixels)), PixelIndex.mostEntries(pixels));
        int entries = capacity * (pixels / 4) + PixelIndex.mostEntries(pixels);
        this.row = new int[entries];
        this.value = new float[entries];
        this.nudges = new int[entries / 4 + Layer.BLOCK];
    }

    /** Sets example b's entries; the next example's come behind them. */
    void encode(byte[] pixels, int offset, int b) {
        makeRoom(start[b], PixelIndex.mostEntries(toPixel - fromPixel));
        start[b + 1] = PixelIndex.encode(pixels, offset, fromPixel, toPixel, rowShift, row, value, start[b]);
        Arrays.fill(nudges, start[b] / 4, start[b + 1] / 4, nudgesOf(b));
    }

    /** The same from words of four pixels; room was made by {@link #expect}. */
    void encode(int[] words, int offset, int b) {
        PixelIndex.encode(words, offset, fromPixel, toPixel, rowShift, row, value, start[b]);
        Arrays.fill(nudges, start[b] / 4, start[b + 1] / 4, nudgesOf(b));
    }

    /** Where example b's row of nudges begins. */
    int nudgesOf(int b) {
        return Layer.ORIGIN + b * pitch;
    }

    /** Makes room for example b's entries, which are written later. */
    void expect(int b, int entries) {
        makeRoom(start[b], entries + Layer.BLOCK);
        start[b + 1] = start[b] + entries;
    }

    /** Spreads example b's pixels out: from the last entry to the first, so that its value overwrites a filler's 0. */
    void spread(int b, float[] images, int at) {
        for (int k = start[b + 1] - 1; k >= start[b]; k--) {
            DenseImages.set(images, at, row[k] >>> rowShift, value[k]);
        }
    }

    private void makeRoom(int from, int entries) {
        if (row.length - from < entries) {
            row = Arrays.copyOf(row, Math.min(mostRoom, Math.max(2 * row.length, from + entries)));
            value = Arrays.copyOf(value, row.length);
            nudges = Arrays.copyOf(nudges, row.length / 4 + Layer.BLOCK);
        }
    }
}
