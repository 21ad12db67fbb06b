package nudge.network;

import java.util.Arrays;

/**
 * The weights between two layers of units, input-major and padded for the vector kernels: the weights from one input
 * lie side by side. The first layer is divided into panels of at most {@link #PANEL} outputs, so that the part that a
 * kernel works on stays in the cache.
 *
 * <pre>
 * weights  [panel][rows and gap][panel width], from ORIGIN on   weight from input i to output j: index(i, j)
 * biases   [width]
 * </pre>
 *
 * Outputs are padded to {@code width}, a multiple of {@link #BLOCK}; the weights of padding outputs are always 0.
 * Inputs are padded to {@code rows}, a multiple of 8 (first layer: 32, for four chains of whole tiles); kernels may
 * write padding rows, and nobody reads them. The same holds for the rows of the gap between the two halves of the first
 * layer's inputs. Because of the gap, a processor that prefetches in one half's weights does not take cache lines of
 * the other half, to which another thread writes.
 */
final class Layer {
    /** The widest vector in floats; every row of units is padded to a multiple of it. */
    static final int BLOCK = 16;

    /**
     * The index of the first weight. With the 16 bytes of the array's header before it, it lies at the beginning of a
     * cache line, if the array does: large arrays always do, small ones with {@code -XX:ObjectAlignmentInBytes=64}.
     */
    static final int ORIGIN = 12;

    /** How many outputs a panel of the first layer has at most. */
    static final int PANEL = 32;

    /** Rows between the halves of the first layer's inputs: a page or more, beyond which processors do not prefetch. */
    static final int GAP = 64;

    final int inputs;
    final int outputs;
    final int rows;
    final int width;
    private final int gap;
    /** The distance between two examples' rows of outputs: see {@link #pitch(int)}. */
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

    /**
     * The distance between two examples' rows of so many units: an odd number of blocks, so that rows use different
     * cache sets.
     */
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

    /** The distance from the weights to output 0 to those to this output. */
    int panel(int out) {
        return column(out) - ORIGIN;
    }

    /** Where the weight from an input to an output lies in {@link #weights}. */
    int index(int in, int out) {
        return index(in < PixelIndex.begin(1, inputs) ? 0 : 1, in, out);
    }

    /** The same for an input that is counted to half 0 or 1: behind the rows of half 0 those of the gap follow. */
    int index(int half, int in, int out) {
        return column(out) + (in + half * gap) * panelWidth;
    }

    float weight(int in, int out) {
        return weights[index(in, out)];
    }

    /** Sets a weight. A negative zero becomes zero: otherwise sparse and dense kernels could differ in a bit. */
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
