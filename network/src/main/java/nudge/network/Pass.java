package nudge.network;

import java.util.Arrays;

/**
 * Forward and backward for some examples of a mini-batch at once: {@link Reference#forward} and {@link Reference#backward}
 * with kernels. One per thread, over a workspace that threads share; each works on its own examples.
 */
final class Pass {
    private final Kernels kernels = Kernels.fastest();
    private final NetworkSpec spec;
    private final Workspace space;
    private final Rows a = new Rows();
    private final Rows w = new Rows();
    private final Rows z = new Rows();

    Pass(NetworkSpec spec, Workspace space) {
        this.spec = spec;
        this.space = space;
    }

    /** Activations of every layer for examples [from, to). */
    void forward(Network network, MiniBatch batch, int from, int to, boolean dense) {
        int last = spec.layers();
        for (int l = 0; l < last; l++) {
            Layer layer = network.layer(l);
            float[] out = space.activations[l + 1];
            if (l > 0) {
                weightedInputs(network, l, from, to);
            } else if (dense) {
                densePixels(layer, batch, from, to);
            } else {
                kernels.sparseForward(layer, batch, from, to, out);
            }
            if (l + 1 == last && spec.cost() == Cost.CROSS_ENTROPY) {
                Softmax.inPlace(kernels, out, from, to, layer);
            } else {
                kernels.activate(
                        spec.activation(), out, Layer.ORIGIN + from * layer.pitch, Layer.ORIGIN + to * layer.pitch);
            }
        }
    }

    /** Deltas, and nudges = deltas times the rate, of every layer for examples [from, to), whose activations are known. */
    void backward(Network network, MiniBatch batch, int from, int to, float rate) {
        int last = spec.layers();
        outputDeltas(network.layer(last - 1), batch, from, to);
        for (int l = last - 1; l > 0; l--) {
            int outputs = network.layer(l).outputs;
            Layer below = network.layer(l - 1);
            int start = Layer.ORIGIN + from * below.pitch;
            int end = Layer.ORIGIN + to * below.pitch;
            Arrays.fill(space.deltas[l], start, end, 0f);
            a.at(space.deltas[l + 1], Layer.ORIGIN, network.layer(l).pitch);
            w.at(space.transposed[l], Layer.ORIGIN, below.width);
            z.at(space.deltas[l], Layer.ORIGIN, below.pitch);
            kernels.multiply(a, 1, from, to, outputs, w, z, below.width);
            Elementwise.timesSlope(spec.activation(), space.deltas[l], space.activations[l], start, end);
            Elementwise.sweep(space.deltas[l], start, end);
        }
        for (int l = 0; l < last; l++) {
            int pitch = network.layer(l).pitch;
            float scale = l == 0 ? rate * Reference.PIXEL_SCALE : rate;
            Elementwise.scaled(
                    space.deltas[l + 1],
                    space.nudges[l + 1],
                    Layer.ORIGIN + from * pitch,
                    Layer.ORIGIN + to * pitch,
                    scale);
        }
    }

    /** z[b] = bias + a[b] w. */
    private void weightedInputs(Network network, int l, int from, int to) {
        Layer layer = network.layer(l);
        float[] out = space.activations[l + 1];
        for (int b = from; b < to; b++) {
            System.arraycopy(layer.biases, 0, out, Layer.ORIGIN + b * layer.pitch, layer.width);
        }
        a.at(space.activations[l], Layer.ORIGIN, network.layer(l - 1).pitch);
        w.at(layer.weights, Layer.ORIGIN, layer.width);
        kernels.multiply(a, 1, from, to, layer.inputs, w, z.at(out, Layer.ORIGIN, layer.pitch), layer.width);
    }

    /** The first layer over all pixels: four chains by pixel modulo 4, eight examples at a time while they are near. */
    private void densePixels(Layer layer, MiniBatch batch, int from, int to) {
        space.spread(batch, from, to);
        for (int panel = 0; panel < layer.width; panel += layer.panelWidth) {
            int stride = layer.panelStride(panel);
            for (int b = from; b < to; b += 8) {
                int end = Math.min(b + 8, to);
                Arrays.fill(space.chains, b * 4 * Layer.PANEL, end * 4 * Layer.PANEL, 0f);
                for (int r = 0; r < 4; r++) {
                    a.at(space.images, r, space.imageWidth);
                    w.at(layer.weights, layer.panelStart(panel) + r * stride, 4 * stride);
                    z.at(space.chains, r * Layer.PANEL, 4 * Layer.PANEL);
                    kernels.multiply(a, 4, b, end, space.imageWidth / 4, w, z, stride);
                }
                for (int example = b; example < end; example++) {
                    Elementwise.joinChains(
                            space.chains,
                            example * 4 * Layer.PANEL,
                            layer.biases,
                            panel,
                            space.activations[1],
                            Layer.ORIGIN + example * layer.pitch + panel,
                            stride);
                }
            }
        }
    }

    private void outputDeltas(Layer layer, MiniBatch batch, int from, int to) {
        float[] out = space.activations[spec.layers()];
        float[] delta = space.deltas[spec.layers()];
        for (int b = from; b < to; b++) {
            int row = Layer.ORIGIN + b * layer.pitch;
            for (int j = row; j < row + layer.outputs; j++) {
                delta[j] = out[j];
            }
            delta[row + batch.digit[b]] -= 1f;
        }
        int start = Layer.ORIGIN + from * layer.pitch;
        int end = Layer.ORIGIN + to * layer.pitch;
        if (spec.cost() == Cost.SQUARED_ERROR) {
            Elementwise.timesSlope(spec.activation(), delta, out, start, end);
        }
        Elementwise.sweep(delta, start, end);
    }
}
