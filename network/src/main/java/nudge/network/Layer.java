package nudge.network;

import java.util.Arrays;

/**
 * The weights between two layers of units, input-major and padded for the vector kernels: all weights that leave one input
 * lie side by side, in panels of {@link #PANEL} outputs, so that the part of a wide layer that a kernel works on stays in
 * the cache.
 *
 * <pre>
 * weights  [panel][rows and gap][panel width], from ORIGIN on   weight from input i to output j: index(i, j)
 * biases   [width]
 * </pre>
 *
 * Outputs are padded to {@code width}, a multiple of {@link #BLOCK}; padding outputs have weights of zero for ever. Inputs are
 * padded to {@code rows}, a multiple of 8 (the first layer: 32, for four chains of whole tiles); padding rows are scratch that
 * nobody reads. So are the rows of the gap between the two halves of the first layer's inputs, which keeps a processor that reads
 * ahead in one half's weights from taking lines of the other's, where another thread writes.
 */
final class Layer {
    /** The widest vector in floats; every row of units is padded to a multiple of it. */
    static final int BLOCK = 16;

    /**
     * Where the first weight lies. Behind the 16 bytes of an array's header this is a cache line's beginning wherever arrays
     * themselves begin on one: large ones by nature, all with {@code -XX:ObjectAlignmentInBytes=64}.
     */
    static final int ORIGIN = 12;

    /** The most outputs per panel of the first layer. */
    static final int PANEL = 32;

    /** Rows between the halves of the first layer's inputs: a page or more, beyond which processors do not read ahead. */
    static final int GAP = 64;

    final int inputs;
    final int outputs;
    final int rows;
    final int width;
    private final int gap;
    /** See {@link #pitch(int)}, of the outputs. */
    final int pitch;

    final int panelWidth;
    final float[] weights;
    final float[] biases;

    Layer(int inputs, int outputs, boolean first) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.rows = padded(inputs, first ? 32 : 8);
        this.width = padded(outputs, BLOCK);
        this.gap = first ? GAP : 0;
        this.pitch = pitch(outputs);
        this.panelWidth = first ? firstPanelWidth(outputs) : width;
        this.weights = new float[ORIGIN + (rows + gap) * padded(width, panelWidth)];
        this.biases = new float[width];
    }

    private Layer(Layer other) {
        this.inputs = other.inputs;
        this.outputs = other.outputs;
        this.rows = other.rows;
        this.width = other.width;
        this.gap = other.gap;
        this.pitch = other.pitch;
        this.panelWidth = other.panelWidth;
        this.weights = other.weights.clone();
        this.biases = other.biases.clone();
    }

    static int padded(int count, int multiple) {
        return (count + multiple - 1) / multiple * multiple;
    }

    Layer copy() {
        return new Layer(this);
    }

    /** A layer of the same shape, all zero. */
    Layer blank() {
        Layer blank = new Layer(this);
        Arrays.fill(blank.weights, 0f);
        Arrays.fill(blank.biases, 0f);
        return blank;
    }

    /** The distance between two examples' rows of so many units: an odd number of blocks, lest the cache's sets collide. */
    static int pitch(int units) {
        return (padded(units, BLOCK) / BLOCK | 1) * BLOCK;
    }

    /** Outputs per panel of a first layer, a power of two; the distance from one input's weights to the next one's. */
    static int firstPanelWidth(int outputs) {
        return Math.min(PANEL, padded(outputs, BLOCK));
    }

    /** Where the first input's weight to an output lies in {@link #weights}. */
    int column(int out) {
        int within = out % panelWidth;
        return ORIGIN + (out - within) * (rows + gap) + within;
    }

    /** How far the weights to an output lie behind those to the first one. */
    int panel(int out) {
        return column(out) - ORIGIN;
    }

    int index(int in, int out) {
        return index(in < PixelIndex.begin(1, inputs) ? 0 : 1, in, out);
    }

    /** The same as if all inputs were in half 0 or 1: the rows of one half run on into the gap. */
    int index(int half, int in, int out) {
        return column(out) + (in + half * gap) * panelWidth;
    }

    float weight(int in, int out) {
        return weights[index(in, out)];
    }

    /** Sets a weight; a negative zero becomes zero, which the equality of sparse and dense kernels rests on. */
    void weight(int in, int out, float value) {
        weights[index(in, out)] = value + 0f;
    }

    float bias(int out) {
        return biases[out];
    }

    void bias(int out, float value) {
        biases[out] = value + 0f;
    }
}
