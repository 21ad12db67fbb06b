package nudge.network;

import java.util.Arrays;

/**
 * The transpose of {@link SparsePixels}, as a matrix in compressed sparse columns (CSC): for each pixel of one half,
 * the examples in which it is not zero, in their order. With it, a pixel's weights are loaded and stored once per step
 * instead of once per example.
 */
final class PixelMajor {
    final int fromPixel;
    final int toPixel;
    /** Entries of pixel p are [first[p - fromPixel], first[p - fromPixel + 1]). */
    final int[] first;
    /** An entry's example, as the index at which its row of nudges begins. */
    int[] nudgeRow = new int[0];

    /** An entry's value, 0..255. */
    float[] value = new float[0];

    private final int[] cursor;

    PixelMajor(int inputs, int half) {
        this.fromPixel = PixelIndex.begin(half, inputs);
        this.toPixel = PixelIndex.begin(half + 1, inputs);
        this.first = new int[toPixel - fromPixel + 1];
        this.cursor = new int[toPixel - fromPixel + 1];
    }

    /** Builds the index by a counting sort; rows of nudges are {@code pitch} apart. */
    void build(SparsePixels half, int examples, int pitch) {
        if (nudgeRow.length < half.weightRow.length) {
            nudgeRow = new int[half.weightRow.length];
            value = new float[half.weightRow.length];
        }
        count(half, half.start[examples]);
        int position = 0;
        for (int p = 0; p < toPixel - fromPixel; p++) {
            first[p] = position;
            position += cursor[p];
            cursor[p] = first[p];
        }
        first[toPixel - fromPixel] = position;
        cursor[toPixel - fromPixel] = position;
        for (int b = 0; b < examples; b++) {
            scatter(half, half.start[b], half.start[b + 1], Layer.ORIGIN + b * pitch);
        }
    }

    private void count(SparsePixels half, int entries) {
        Arrays.fill(cursor, 0);
        int[] rows = half.weightRow;
        float[] values = half.value;
        for (int k = 0; k < entries; k++) {
            cursor[bucket(half.pixel(rows[k]), values[k])]++;
        }
    }

    private void scatter(SparsePixels half, int from, int to, int exampleRow) {
        int[] rows = half.weightRow;
        float[] values = half.value;
        for (int k = from; k < to; k++) {
            int position = cursor[bucket(half.pixel(rows[k]), values[k])]++;
            nudgeRow[position] = exampleRow;
            value[position] = values[k];
        }
    }

    /** The pixel's place in {@link #first}. Padding, of value 0, goes to one behind all pixels, which nobody reads. */
    private int bucket(int pixel, float value) {
        int real = -Float.floatToRawIntBits(value) >> 31;
        return (pixel - fromPixel) & real | (toPixel - fromPixel) & ~real;
    }
}
