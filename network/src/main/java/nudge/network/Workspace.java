package nudge.network;

/**
 * What forward and backward leave behind for a mini-batch: a row per example, padded like the layers, from
 * {@link Layer#ORIGIN} on. Index l is a layer of units, 1 the first behind the pixels.
 *
 * <pre>
 * activations[l]  [capacity][pitch]   a
 * deltas[l]       [capacity][pitch]   derivative of the example's cost by z
 * nudges[l]       [capacity][pitch]   deltas times the rate of the step
 * transposed[l]   [outputs][rows]     weights from layer l to l + 1, l at least 1, output-major
 * images          [capacity][4][rows / 4]   pixels 0..255, pixel p at [p modulo 4][p / 4]; for dense mini-batches only
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
            for (int i = 0; i < layer.inputs; i++) {
                for (int j = 0; j < layer.outputs; j++) {
                    to[Layer.ORIGIN + j * width + i] = from[Layer.ORIGIN + i * layer.width + j];
                }
            }
        }
    }

    /**
     * Spreads examples [from, to) out into {@link #images}; from the last entry to the first, so that a filler's 0 is
     * overwritten by its pixel's value, if it has one.
     */
    void spread(MiniBatch batch, int from, int to) {
        int quarter = imageWidth / 4;
        for (int b = from; b < to; b++) {
            int row = b * imageWidth;
            java.util.Arrays.fill(images, row, row + imageWidth, 0f);
            spread(batch.pixel, batch.value, batch.from(b, 0), batch.to(b, 1), row, quarter);
        }
    }

    private void spread(int[] pixel, float[] value, int from, int to, int row, int quarter) {
        float[] image = images;
        for (int k = to - 1; k >= from; k--) {
            int p = pixel[k];
            image[row + (p & 3) * quarter + (p >>> 2)] = value[k];
        }
    }
}
