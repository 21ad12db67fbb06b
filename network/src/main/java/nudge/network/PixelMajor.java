package nudge.network;

import java.util.Arrays;

/**
 * One half of a mini-batch's images turned around: for each pixel the examples in which it is not zero, in their order. With
 * it, a wide layer's weights are loaded and stored once a step instead of once an example.
 */
final class PixelMajor {
    final int fromPixel;
    final int toPixel;
    /** Entries of pixel p are [first[p - fromPixel], first[p - fromPixel + 1]). */
    final int[] first;
    /** Where the example's row of nudges begins. */
    int[] row = new int[0];

    float[] value = new float[0];
    private final int[] cursor;
    private final int half;

    PixelMajor(int inputs, int half) {
        this.half = half;
        this.fromPixel = half == 0 ? 0 : PixelIndex.middle(inputs);
        this.toPixel = half == 0 ? PixelIndex.middle(inputs) : inputs;
        this.first = new int[toPixel - fromPixel + 1];
        this.cursor = new int[toPixel - fromPixel + 1];
    }

    /** Indexes a mini-batch, whose nudges have rows {@code pitch} apart. */
    void build(MiniBatch batch, int pitch) {
        if (row.length < batch.pixel.length) {
            row = new int[batch.pixel.length];
            value = new float[batch.pixel.length];
        }
        count(batch);
        int position = 0;
        for (int p = 0; p < toPixel - fromPixel; p++) {
            first[p] = position;
            position += cursor[p];
            cursor[p] = first[p];
        }
        first[toPixel - fromPixel] = position;
        cursor[toPixel - fromPixel] = position;
        for (int b = 0; b < batch.size(); b++) {
            scatter(batch.pixel, batch.value, batch.from(b, half), batch.to(b, half), Layer.ORIGIN + b * pitch);
        }
    }

    private void count(MiniBatch batch) {
        Arrays.fill(cursor, 0);
        int[] pixel = batch.pixel;
        float[] values = batch.value;
        for (int b = 0; b < batch.size(); b++) {
            int to = batch.to(b, half);
            for (int k = batch.from(b, half); k < to; k++) {
                cursor[bucket(pixel[k], values[k])]++;
            }
        }
    }

    private void scatter(int[] pixel, float[] values, int from, int to, int exampleRow) {
        for (int k = from; k < to; k++) {
            int position = cursor[bucket(pixel[k], values[k])]++;
            row[position] = exampleRow;
            value[position] = values[k];
        }
    }

    /** Fillers go to a bucket of their own, behind the pixels, which nobody reads. */
    private int bucket(int pixel, float value) {
        int real = -Float.floatToRawIntBits(value) >> 31;
        return (pixel - fromPixel) & real | (toPixel - fromPixel) & ~real;
    }
}
