package nudge.network;

import java.util.Arrays;

/**
 * What forward and backward leave behind for a mini-batch: a row per example, padded like the layers, from
 * {@link Layer#ORIGIN} on. Index l is a layer of units, 1 the first behind the pixels.
 *
 * <pre>
 * activations[l]  [capacity][pitch]   a
 * deltas[l]       [capacity][pitch]   derivative of the example's cost by z
 * nudges[l]       [capacity][pitch]   deltas times the rate of the step
 * transposed[l]   [outputs][rows]     weights from layer l to l + 1, l at least 1, output-major
 * images          [capacity][rows]          pixels 0..255; for dense mini-batches only
 * chains          [capacity][4][panel]      partial sums of the dense first layer
 * </pre>
 */
final class Workspace {
    final float[][] activations;
    final float[][] deltas;
    final float[][] nudges;
    final float[][] transposed;
    final float[] chains;
    float[] images = new float[0];
    final int imageWidth;
    private final int capacity;

    Workspace(Network network, int capacity, boolean training) {
        int layers = network.spec().layers();
        this.capacity = capacity;
        this.activations = new float[layers + 1][];
        this.deltas = new float[layers + 1][];
        this.nudges = new float[layers + 1][];
        this.transposed = new float[layers][];
        for (int l = 1; l <= layers; l++) {
            int floats = Layer.ORIGIN + Math.multiplyExact(capacity, network.layer(l - 1).pitch);
            activations[l] = new float[floats];
            deltas[l] = new float[training ? floats : 0];
            nudges[l] = new float[training ? floats : 0];
            if (training && l < layers) {
                transposed[l] = new float[Layer.ORIGIN + network.layer(l).outputs * network.layer(l - 1).width];
            }
        }
        this.imageWidth = network.layer(0).rows;
        this.chains = new float[capacity * 4 * Layer.PANEL];
    }

    /** Makes room for dense images, once. */
    void expectDense() {
        if (images.length == 0) {
            images = new float[Math.multiplyExact(capacity, imageWidth)];
        }
    }

    /** Copies the upper layers' weights of now, output-major, for {@link Pass#backward}. */
    void transpose(Network network) {
        for (int l = 1; l < transposed.length; l++) {
            Layer layer = network.layer(l);
            float[] from = layer.weights;
            float[] to = transposed[l];
            int width = network.layer(l - 1).width;
            for (int j = 0; j < layer.outputs; j++) {
                int row = Layer.ORIGIN + j * width;
                int column = Layer.ORIGIN + j;
                for (int i = 0; i < layer.inputs; i++, column += layer.width) {
                    to[row + i] = from[column];
                }
            }
        }
    }

    /** Spreads examples [from, to) out into {@link #images}. */
    void spread(MiniBatch batch, int from, int to) {
        for (int b = from; b < to; b++) {
            Arrays.fill(images, b * imageWidth, (b + 1) * imageWidth, 0f);
            spread(batch, b, 0, 0);
            spread(batch, b, 1, PixelIndex.middle(batch.inputs()));
        }
    }

    /** An entry for every pixel means that the entries are the pixels. */
    private void spread(MiniBatch batch, int example, int half, int firstPixel) {
        int from = batch.from(example, half);
        int entries = batch.to(example, half) - from;
        int pixels = (half == 0 ? PixelIndex.middle(batch.inputs()) : batch.inputs()) - firstPixel;
        int row = example * imageWidth;
        if (entries >= pixels && isWhole(batch.pixel, from, pixels, firstPixel)) {
            System.arraycopy(batch.value, from, images, row + firstPixel, pixels);
        } else {
            spread(batch.pixel, batch.value, from, from + entries, row);
        }
    }

    /** Whether no pixel is missing: pixels ascend in each of the four chains, so their last entries tell. */
    private static boolean isWhole(int[] pixel, int from, int pixels, int firstPixel) {
        for (int p = Math.max(0, pixels - 4); p < pixels; p++) {
            if (pixel[from + p] != firstPixel + p) {
                return false;
            }
        }
        return true;
    }

    /** From the last entry to the first, so that a filler's 0 is overwritten by its pixel's value, if it has one. */
    private void spread(int[] pixel, float[] value, int from, int to, int row) {
        float[] image = images;
        for (int k = to - 1; k >= from; k--) {
            image[row + pixel[k]] = value[k];
        }
    }
}
