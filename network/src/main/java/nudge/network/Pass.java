package nudge.network;

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

    /** The first layer's sums over one half of the pixels, for columns [fromColumn, toColumn) of all examples. */
    void sums(Network network, MiniBatch batch, int half, int fromColumn, int toColumn) {
        kernels.sparseSums(network.layer(0), batch.halves[half], batch.size(), fromColumn, toColumn, space.sums[half]);
    }

    /** Activations of every layer for examples [from, to), from {@link #sums} or, if dense, from the pixels. */
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
                kernels.joinSums(layer, space.sums[0], space.sums[1], from, to, out);
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
        for (int l = last; l > 0; l--) {
            if (l == last) {
                errors(network.layer(l - 1), batch, from, to);
            } else {
                deltasBelow(network, l, from, to);
            }
            int pitch = network.layer(l - 1).pitch;
            finish(
                    l,
                    Layer.ORIGIN + from * pitch,
                    Layer.ORIGIN + to * pitch,
                    l == 1 ? rate * Reference.PIXEL_SCALE : rate);
        }
    }

    /** delta[last] = a - y, y being 1 for the digit and 0 otherwise. */
    private void errors(Layer layer, MiniBatch batch, int from, int to) {
        float[] delta = space.deltas[spec.layers()];
        kernels.errors(space.activations[spec.layers()], layer, space.real, from, to, delta);
        for (int b = from; b < to; b++) {
            delta[Layer.ORIGIN + b * layer.pitch + batch.digit[b]] -= 1f;
        }
    }

    /** delta[l] = w delta[l + 1], w being the weights from layer l on. */
    private void deltasBelow(Network network, int l, int from, int to) {
        Layer below = network.layer(l - 1);
        a.at(space.deltas[l + 1], Layer.ORIGIN, network.layer(l).pitch);
        w.at(space.transposed[l], Layer.ORIGIN, below.width);
        z.at(space.deltas[l], Layer.ORIGIN, below.pitch);
        kernels.multiply(a, 1, from, to, network.layer(l).outputs, w, space.zeros, z, below.width);
    }

    /** delta[l] *= slope(a[l]), but not where softmax's slope and the cross-entropy's have cancelled out; then the nudges. */
    private void finish(int l, int start, int end, float rate) {
        float[] delta = space.deltas[l];
        float[] nudges = space.nudges[l];
        boolean sloped = l < spec.layers() || spec.cost() == Cost.SQUARED_ERROR;
        if (sloped && spec.activation() == Activation.SIGMOID) {
            kernels.finishSigmoidDeltas(delta, space.activations[l], nudges, start, end, rate);
            return;
        }
        if (sloped && spec.activation() == Activation.TANH) {
            Elementwise.timesTanhSlope(delta, space.activations[l], start, end);
        } else if (sloped) {
            Elementwise.timesReluSlope(delta, space.activations[l], start, end);
        }
        kernels.finishDeltas(delta, nudges, start, end, rate);
    }

    /** z[b] = bias + a[b] w. */
    private void weightedInputs(Network network, int l, int from, int to) {
        Layer layer = network.layer(l);
        float[] out = space.activations[l + 1];
        a.at(space.activations[l], Layer.ORIGIN, network.layer(l - 1).pitch);
        w.at(layer.weights, Layer.ORIGIN, layer.width);
        z.at(out, Layer.ORIGIN, layer.pitch);
        kernels.multiply(a, 1, from, to, layer.inputs, w, layer.biases, z, layer.width);
    }

    /** The first layer over all pixels: four chains in each half, by pixel modulo 4, eight examples while they are near. */
    private void densePixels(Layer layer, MiniBatch batch, int from, int to) {
        space.spread(batch, from, to);
        int tile = 8 * Layer.PANEL;
        for (int panel = 0; panel < layer.width; panel += layer.panelWidth) {
            int columns = Math.min(layer.panelWidth, layer.width - panel);
            for (int b = from; b < to; b += 8) {
                int end = Math.min(b + 8, to);
                for (int chain = 0; chain < 8; chain++) {
                    int pixel = (chain < 4 ? 0 : batch.halves[1].fromPixel) + chain % 4;
                    int pixels = chain < 4 ? batch.halves[0].toPixel : space.imageWidth - batch.halves[1].fromPixel;
                    a.at(space.images, pixel, space.imageWidth);
                    w.at(layer.weights, layer.index(pixel, panel), 4 * layer.panelWidth);
                    z.at(space.chains, chain * Layer.PANEL, tile);
                    kernels.multiply(a, 4, b, end, pixels / 4, w, space.zeros, z, columns);
                }
                for (int example = b; example < end; example++) {
                    Elementwise.joinChains(
                            space.chains,
                            example * tile,
                            layer.biases,
                            panel,
                            space.activations[1],
                            Layer.ORIGIN + example * layer.pitch + panel,
                            columns);
                }
            }
        }
    }
}
