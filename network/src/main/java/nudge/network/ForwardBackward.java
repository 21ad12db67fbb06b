package nudge.network;

/**
 * The forward and the backward pass for several examples of a mini-batch at once: the fast form of
 * {@link Reference#forward} and {@link Reference#backward}. One per thread; the threads share a workspace, and each
 * computes examples of its own.
 */
final class ForwardBackward {
    private final Kernels kernels = Kernels.fastest();
    private final NetworkSpec spec;
    private final Workspace space;
    private final Rows a = new Rows();
    private final Rows w = new Rows();
    private final Rows z = new Rows();

    ForwardBackward(NetworkSpec spec, Workspace space) {
        this.spec = spec;
        this.space = space;
    }

    /** The first layer's sums over one half of the pixels, for columns [fromColumn, toColumn) of all examples. */
    void sums(Network network, MiniBatch batch, int half, int fromColumn, int toColumn) {
        kernels.sparseSums(network.layer(0), batch.nonZero[half], batch.size(), fromColumn, toColumn, space.sums[half]);
    }

    /**
     * Computes the activations of every layer for examples [from, to): from {@link #sums} or, if dense, from all
     * pixels.
     */
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
            if (l + 1 == last && spec.cost().softmaxOutputs()) {
                Softmax.inPlace(kernels, out, from, to, layer);
            } else {
                kernels.activate(
                        spec.activation(), out, Layer.ORIGIN + from * layer.pitch, Layer.ORIGIN + to * layer.pitch);
            }
        }
    }

    /** Computes deltas, and nudges = delta * rate, of every layer for examples [from, to), after {@link #forward}. */
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

    /** delta[last] = a - y, where y is 1 for the digit and 0 otherwise. */
    private void errors(Layer layer, MiniBatch batch, int from, int to) {
        float[] delta = space.deltas[spec.layers()];
        kernels.errors(space.activations[spec.layers()], layer, space.mask, from, to, delta);
        for (int b = from; b < to; b++) {
            delta[Layer.ORIGIN + b * layer.pitch + batch.digit[b]] -= 1f;
        }
    }

    /** delta[l] = w delta[l + 1], where w are the weights from layer l to layer l + 1. */
    private void deltasBelow(Network network, int l, int from, int to) {
        Layer below = network.layer(l - 1);
        a.at(space.deltas[l + 1], Layer.ORIGIN, network.layer(l).pitch);
        w.at(space.transposed[l], Layer.ORIGIN, below.width);
        z.at(space.deltas[l], Layer.ORIGIN, below.pitch);
        kernels.multiply(a, from, to, network.layer(l).outputs, w, space.zeros, z, below.width);
    }

    /**
     * delta[l] *= slope(a[l]), and nudge = delta * rate. With softmax and cross-entropy, a - y is the output's delta as
     * it is: the slopes of both cancel out.
     */
    private void finish(int l, int start, int end, float rate) {
        float[] delta = space.deltas[l];
        float[] nudges = space.nudges[l];
        float[] a = space.activations[l];
        if (l == spec.layers() && spec.cost().softmaxOutputs()) {
            kernels.finishDeltas(delta, nudges, start, end, rate);
            return;
        }
        switch (spec.activation()) {
            case SIGMOID -> kernels.finishSigmoidDeltas(delta, a, nudges, start, end, rate);
            case TANH -> {
                Elementwise.timesTanhSlope(delta, a, start, end);
                kernels.finishDeltas(delta, nudges, start, end, rate);
            }
            case RELU -> {
                Elementwise.timesReluSlope(delta, a, start, end);
                kernels.finishDeltas(delta, nudges, start, end, rate);
            }
            default ->
                throw new IllegalStateException(
                        "Expected a slope for every activation, got none for " + spec.activation());
        }
    }

    /** z[b] = bias + a[b] w. */
    private void weightedInputs(Network network, int l, int from, int to) {
        Layer layer = network.layer(l);
        float[] out = space.activations[l + 1];
        a.at(space.activations[l], Layer.ORIGIN, network.layer(l - 1).pitch);
        w.at(layer.weights, Layer.ORIGIN, layer.width);
        z.at(out, Layer.ORIGIN, layer.pitch);
        kernels.multiply(a, from, to, layer.inputs, w, layer.biases, z, layer.width);
    }

    /** The first layer over all pixels: four chains in each half, by pixel modulo 4, for eight examples at a time. */
    private void densePixels(Layer layer, MiniBatch batch, int from, int to) {
        DenseImages images = space.images;
        images.expand(batch, from, to);
        int middle = batch.nonZero[1].fromPixel / 4;
        int end = (layer.inputs + 3) / 4;
        for (int panel = 0; panel < layer.width; panel += layer.panelWidth) {
            int columns = Math.min(layer.panelWidth, layer.width - panel);
            for (int b = from; b < to; b += DenseImages.TILE) {
                for (int chain = 0; chain < 4; chain++) {
                    int at = images.index(b, chain, 0);
                    int sums = b * Workspace.CHAINS + chain * Layer.PANEL;
                    w.at(layer.weights, layer.index(0, chain, panel), 4 * layer.panelWidth);
                    kernels.denseChain(images.values, at, 0, middle, w, space.chains, sums, columns);
                    w.at(layer.weights, layer.index(1, chain, panel), 4 * layer.panelWidth);
                    kernels.denseChain(
                            images.values, at, middle, end, w, space.chains, sums + 4 * Layer.PANEL, columns);
                }
                joinChains(layer, b, Math.min(b + DenseImages.TILE, to), panel, columns);
            }
        }
    }

    private void joinChains(Layer layer, int from, int to, int panel, int columns) {
        for (int b = from; b < to; b++) {
            Elementwise.joinChains(
                    space.chains,
                    b * Workspace.CHAINS,
                    layer.biases,
                    panel,
                    space.activations[1],
                    Layer.ORIGIN + b * layer.pitch + panel,
                    columns);
        }
    }
}
