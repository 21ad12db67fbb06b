package nudge.network;

import java.util.Arrays;

/**
 * All pixels of a mini-batch, for images in which few are zero. Runs of 16 pixels of one chain (see {@link PixelIndex})
 * lie side by side, for eight examples one after the other, so that a matrix product reads memory in one stream. From
 * {@link Layer#ORIGIN} on.
 *
 * <pre>
 * values  [examples / 8][pixels / 64][4 chains][8 examples][16]   0..255; 0 for pixels and examples that pad
 * </pre>
 */
final class DenseImages {
    /** Examples that are multiplied together. */
    static final int TILE = 8;

    /** How many pixels of one chain lie side by side, which is the distance between two examples of a tile. */
    static final int RUN = 16;

    /** The distance between 64 pixels of a tile and the next 64. */
    static final int BLOCK = 4 * TILE * RUN;

    /** Pixels per image, padded to whole blocks. */
    private final int width;

    float[] values = new float[0];

    DenseImages(int inputs) {
        this.width = Layer.padded(inputs, 4 * RUN);
    }

    /** Allocates room for so many examples, the first time. */
    void allocate(int examples) {
        if (values.length == 0) {
            values = new float[Math.addExact(Layer.ORIGIN, Math.multiplyExact(Layer.padded(examples, TILE), width))];
        }
    }

    /** Where pixel {@code 4k + chain} of example b lies, a multiple of 8. */
    int index(int b, int chain, int k) {
        return Layer.ORIGIN + b * width + k / RUN * BLOCK + chain * TILE * RUN + k % RUN;
    }

    /** The distance between eight examples and the next. */
    int tile() {
        return TILE * width;
    }

    /** The first k behind the run that k is in. */
    static int endOfRun(int k) {
        return k - k % RUN + RUN;
    }

    /** Writes examples [from, to) of a mini-batch; from is a multiple of 8. */
    void expand(MiniBatch batch, int from, int to) {
        Arrays.fill(values, index(from, 0, 0), index(Layer.padded(to, TILE), 0, 0), 0f);
        for (int b = from; b < to; b += TILE) {
            int end = Math.min(b + TILE, to);
            batch.prefetch(b, end);
            for (int example = b; example < end; example++) {
                batch.expand(example, values, index(b, 0, 0) + (example - b) * RUN);
            }
        }
    }

    /** Sets a pixel of the image that begins at {@code at}. */
    static void set(float[] values, int at, int pixel, float value) {
        values[index(at, pixel)] = value;
    }

    /** Where a pixel lies of the image that begins at {@code at}. */
    static int index(int at, int pixel) {
        return at + (pixel >>> 6) * BLOCK + (pixel & 3) * TILE * RUN + (pixel >>> 2 & RUN - 1);
    }
}
