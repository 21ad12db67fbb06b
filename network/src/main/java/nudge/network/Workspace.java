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
 * sums[h]         [capacity][pitch]   the first layer's sums over half h of the pixels
 * images          [capacity][rows]          pixels 0..255; for dense mini-batches only
 * chains          [capacity][8][panel]      partial sums of the dense first layer: four chains of each half
 * zeros           [width]                   of the widest layer: where sums begin that have no bias
 * real            [width]                   of the output layer: 1 for units, 0 for padding
 * </pre>
 */
final class Workspace {
    final float[][] activations;
    final float[][] deltas;
    final float[][] nudges;
    final float[][] transposed;
    final float[][] sums;
    final float[] chains;
    final float[] zeros;
    final float[] real;
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
        this.sums = new float[2][activations[1].length];
        this.chains = new float[capacity * 8 * Layer.PANEL];
        int widest = Layer.PANEL;
        for (int l = 0; l < layers; l++) {
            widest = Math.max(widest, network.layer(l).width);
        }
        this.zeros = new float[widest];
        this.real = new float[network.layer(layers - 1).width];
        Arrays.fill(real, 0, network.spec().outputs(), 1f);
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
            for (ImageHalf half : batch.halves) {
                spread(half, b);
            }
        }
    }

    /** An entry for every pixel means that the entries are the pixels. */
    private void spread(ImageHalf half, int b) {
        int from = half.start[b];
        int to = half.start[b + 1];
        int pixels = half.toPixel - half.fromPixel;
        int row = b * imageWidth;
        if (to - from >= pixels && isWhole(half, from, pixels)) {
            System.arraycopy(half.value, from, images, row + half.fromPixel, pixels);
        } else {
            spread(half.row, half.value, from, to, half.rowShift, row);
        }
    }

    /** Whether no pixel is missing: pixels ascend in each of the four chains, so their last entries tell. */
    private static boolean isWhole(ImageHalf half, int from, int pixels) {
        for (int p = Math.max(0, pixels - 4); p < pixels; p++) {
            if (half.pixelOf(from + p) != half.fromPixel + p) {
                return false;
            }
        }
        return true;
    }

    /** From the last entry to the first, so that a filler's 0 is overwritten by its pixel's value, if it has one. */
    private void spread(int[] rows, float[] value, int from, int to, int shift, int row) {
        float[] image = images;
        for (int k = to - 1; k >= from; k--) {
            image[row + (rows[k] >>> shift)] = value[k];
        }
    }
}
