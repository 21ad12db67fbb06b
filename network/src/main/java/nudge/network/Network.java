package nudge.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A network's weights and biases. One thread at a time may change it, {@link Sgd} among them; a network that nobody
 * changes may be read by any number of threads once it is safely published, so give readers a {@link #copy}.
 */
public final class Network {
    private final NetworkSpec spec;
    private final Layer[] layers;

    private Network(NetworkSpec spec, Layer[] layers) {
        this.spec = spec;
        this.layers = layers;
    }

    /** A network whose weights and biases are all zero. */
    public static Network blank(NetworkSpec spec) {
        Layer[] layers = new Layer[spec.layers()];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = new Layer(spec.sizes().get(l), spec.sizes().get(l + 1), l == 0);
        }
        return new Network(spec, layers);
    }

    /**
     * A network with random weights: the same bits for the same arguments on any JDK. Layer by layer, each output draws
     * its bias, then its weights in the order of the inputs.
     */
    public static Network initialised(NetworkSpec spec, Initialisation initialisation, long seed) {
        Network network = blank(spec);
        GaussianSource random = new GaussianSource(seed);
        for (Layer layer : network.layers) {
            double weightDeviation = initialisation.weightDeviation(layer.inputs, layer.outputs);
            double biasDeviation = initialisation.biasDeviation();
            for (int j = 0; j < layer.outputs; j++) {
                layer.bias(j, (float) (random.nextGaussian() * biasDeviation));
                for (int i = 0; i < layer.inputs; i++) {
                    layer.weight(i, j, (float) (random.nextGaussian() * weightDeviation));
                }
            }
        }
        return network;
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** An independent network with the same bits. */
    public Network copy() {
        Layer[] copies = new Layer[layers.length];
        Arrays.setAll(copies, l -> layers[l].copy());
        return new Network(spec, copies);
    }

    /**
     * The weight from unit {@code in} of layer {@code layer} (0 is the input) to unit {@code out} of the next layer.
     */
    public float weight(int layer, int in, int out) {
        check(layer, in, out);
        return layers[layer].weight(in, out);
    }

    /** Sets a weight; it must be finite. */
    public void weight(int layer, int in, int out, float value) {
        check(layer, in, out);
        layers[layer].weight(in, out, finite(value));
    }

    /** The bias of unit {@code out} of layer {@code layer + 1}. */
    public float bias(int layer, int out) {
        check(layer, 0, out);
        return layers[layer].bias(out);
    }

    /** Sets a bias; it must be finite. */
    public void bias(int layer, int out, float value) {
        check(layer, 0, out);
        layers[layer].bias(out, finite(value));
    }

    /** Weights and biases together. */
    public int parameterCount() {
        int count = 0;
        for (Layer layer : layers) {
            count += (layer.inputs + 1) * layer.outputs;
        }
        return count;
    }

    /** False once training has diverged: then some weight or bias is infinite or not a number. */
    public boolean isFinite() {
        for (Layer layer : layers) {
            for (int j = 0; j < layer.outputs; j++) {
                for (int i = 0; i < layer.inputs; i++) {
                    if (!Float.isFinite(layer.weight(i, j))) {
                        return false;
                    }
                }
                if (!Float.isFinite(layer.bias(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Writes the output activations, one per digit, for one image; the same bits as every other way to run this
     * network.
     *
     * @param pixels 0..255 each, scaled by 1/255; {@code spec().inputs()} of them from {@code offset} on
     * @param outputs at least {@code spec().outputs()} long
     * @throws IllegalArgumentException when either array is too short
     */
    public void predict(byte[] pixels, int offset, float[] outputs) {
        if (outputs.length < spec.outputs()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected room for %d outputs, got %d: pass a longer array",
                    spec.outputs(),
                    outputs.length));
        }
        PixelIndex.checkRange(pixels, offset, spec.inputs());
        float[][] activations = Reference.forward(this, Reference.inputs(pixels, offset, spec.inputs()));
        System.arraycopy(activations[layers.length], 0, outputs, 0, spec.outputs());
    }

    Layer layer(int l) {
        return layers[l];
    }

    /** The layers themselves, for training. */
    Layer[] layers() {
        return layers;
    }

    /** The same shape, all zero: what velocities and gradients are kept in. */
    Layer[] blankLayers() {
        Layer[] blanks = new Layer[layers.length];
        Arrays.setAll(blanks, l -> layers[l].blank());
        return blanks;
    }

    private void check(int layer, int in, int out) {
        Objects.checkIndex(layer, layers.length);
        Objects.checkIndex(in, layers[layer].inputs);
        Objects.checkIndex(out, layers[layer].outputs);
    }

    private static float finite(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "Expected a finite number, got " + value + ": lower the learning rate if training has diverged");
        }
        return value;
    }
}
