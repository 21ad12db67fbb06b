package nudge.network;

import java.util.Arrays;

/**
 * The buffers of a step: one row per example, padded like the layers, from {@link Layer#ORIGIN} on. Index l counts
 * layers of units: 0 are the pixels.
 *
 * <pre>
 * activations[l]  [capacity][pitch]   a
 * deltas[l]       [capacity][pitch]   derivative of the example's cost by z
 * nudges[l]       [capacity][pitch]   deltas times the rate of the step: what is added to the weights, times a
 * transposed[l]   [outputs][width]    weights from layer l to l + 1, for l of at least 1, output-major
 * sums[h]         [capacity][pitch]   the first layer's sums over half h of the pixels
 * chains          [capacity][8][panel]      partial sums of the dense first layer: four chains of each half
 * zeros           [width]                   of the widest layer: initial values of sums without a bias
 * mask            [width]                   of the output layer: 1 for units, 0 for padding
 * </pre>
 */
final class Workspace {
    /** The distance between two examples' chains. */
    static final int CHAINS = 8 * Layer.PANEL;

    final float[][] activations;
    final float[][] deltas;
    final float[][] nudges;
    final float[][] transposed;
    final float[][] sums;
    final float[] chains;
    final float[] zeros;
    final float[] mask;
    final DenseImages images;

    Workspace(Network network, int capacity, boolean training) {
        int layers = network.spec().layers();
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
        this.images = new DenseImages(network.layer(0).inputs);
        this.sums = new float[2][activations[1].length];
        this.chains = new float[Layer.padded(capacity, DenseImages.TILE) * CHAINS];
        int widest = Layer.PANEL;
        for (int l = 0; l < layers; l++) {
            widest = Math.max(widest, network.layer(l).width);
        }
        this.zeros = new float[widest];
        this.mask = new float[network.layer(layers - 1).width];
        Arrays.fill(mask, 0, network.spec().outputs(), 1f);
    }

    /** Copies the upper layers' current weights, output-major, for {@link ForwardBackward#backward}. */
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
}
