package nudge.network;

/**
 * The specification: forward, backward and step for one example after the other, in scalar arithmetic. The order of
 * every sum and every rounding is fixed here; the kernels are fast ways to the same bits. Notation as in Nielsen's
 * "Neural Networks and Deep Learning", chapter 2: a are activations, z weighted inputs, delta the derivative of an
 * example's cost by z.
 *
 * <p>Pixels are whole numbers 0..255 in every sum, and 1/255 is applied once afterwards. The sum over pixels is the sum
 * of two halves of the image, which two threads can compute. Each half has four chains (independent accumulators), by
 * pixel modulo 4, so that a processor can work on several additions at once. A pixel of 0 adds exactly 0, so skipping
 * it (sparse kernels) or not (dense kernels) gives the same bits as long as the weights are finite.
 */
final class Reference {
    static final float PIXEL_SCALE = 1f / 255f;

    /**
     * Deltas up to this size are flushed to zero. Greater ones are still normal numbers when they are multiplied by the
     * learning rate and divided by 255 and by the size of a mini-batch.
     */
    static final float FLUSH_LIMIT = 0x1p-100f;

    private Reference() {}

    /** Pixels as floats 0..255, shape [inputs]. */
    static float[] inputs(byte[] pixels, int offset, int count) {
        float[] x = new float[count];
        for (int p = 0; p < count; p++) {
            x[p] = pixels[offset + p] & 0xff;
        }
        return x;
    }

    /** Activations of every layer for pixels x; a[0] = x, a[l] has shape [sizes(l)]. */
    static float[][] forward(Network network, float[] x) {
        return forward(network, x, new float[network.spec().layers() + 1][]);
    }

    /** The same; z gets the weighted inputs of every layer but the first, z[l] of shape [sizes(l)]. */
    static float[][] forward(Network network, float[] x, float[][] z) {
        NetworkSpec spec = network.spec();
        int last = spec.layers();
        float[][] a = new float[last + 1][];
        a[0] = x;
        for (int l = 0; l < last; l++) {
            Layer layer = network.layer(l);
            z[l + 1] = l == 0 ? weightedPixels(layer, x) : weightedInputs(layer, a[l]);
            a[l + 1] = l + 1 == last && spec.cost().softmaxOutputs()
                    ? softmax(z[l + 1])
                    : activate(spec.activation(), z[l + 1]);
        }
        return a;
    }

    /** Deltas of every layer, delta[l] of shape [sizes(l)]; there is no delta[0], because pixels do not learn. */
    static float[][] backward(Network network, float[][] a, int digit) {
        NetworkSpec spec = network.spec();
        int last = spec.layers();
        float[][] delta = new float[last + 1][];
        delta[last] = outputDelta(spec, a[last], digit);
        for (int l = last - 1; l > 0; l--) {
            Layer layer = network.layer(l);
            delta[l] = new float[layer.inputs];
            for (int i = 0; i < layer.inputs; i++) {
                float sum = 0f;
                for (int j = 0; j < layer.outputs; j++) {
                    sum = Math.fma(delta[l + 1][j], layer.weight(i, j), sum);
                }
                delta[l][i] = flushToZero(sum * spec.activation().slope(a[l][i]));
            }
        }
        return delta;
    }

    /**
     * One step of stochastic gradient descent: every weight is moved by each example's nudge in turn. With momentum the
     * nudges move the velocity, which then moves the weight.
     *
     * @param images pixels as floats, shape [examples][inputs]
     * @param velocities shaped like the network's layers; untouched without momentum
     */
    static void step(Network network, Layer[] velocities, Hyperparameters hyper, float[][] images, int[] digits) {
        int examples = images.length;
        float[][][] a = new float[examples][][];
        float[][][] delta = new float[examples][][];
        for (int b = 0; b < examples; b++) {
            a[b] = forward(network, images[b]);
            delta[b] = backward(network, a[b], digits[b]);
        }
        float rate = -hyper.learningRate() / examples;
        for (int l = 0; l < network.spec().layers(); l++) {
            Layer layer = network.layer(l);
            float weightRate = l == 0 ? rate * PIXEL_SCALE : rate;
            for (int j = 0; j < layer.outputs; j++) {
                for (int i = 0; i < layer.inputs; i++) {
                    float moved =
                            hyper.momentum() == 0 ? layer.weight(i, j) : decayed(hyper, velocities[l].weight(i, j));
                    for (int b = 0; b < examples; b++) {
                        moved = Math.fma(a[b][l][i], delta[b][l + 1][j] * weightRate, moved);
                    }
                    if (hyper.momentum() == 0) {
                        layer.weight(i, j, moved);
                    } else {
                        velocities[l].weight(i, j, moved);
                        layer.weight(i, j, layer.weight(i, j) + moved);
                    }
                }
                float moved = hyper.momentum() == 0 ? layer.bias(j) : decayed(hyper, velocities[l].bias(j));
                for (int b = 0; b < examples; b++) {
                    moved = Math.fma(delta[b][l + 1][j], rate, moved);
                }
                if (hyper.momentum() == 0) {
                    layer.bias(j, moved);
                } else {
                    velocities[l].bias(j, moved);
                    layer.bias(j, layer.bias(j) + moved);
                }
            }
        }
    }

    /** z[j] = bias[j] + (sum over the first half of x[p] w[p][j] + sum over the second half) / 255. */
    private static float[] weightedPixels(Layer layer, float[] x) {
        float[] z = new float[layer.outputs];
        int middle = PixelIndex.begin(1, layer.inputs);
        for (int j = 0; j < layer.outputs; j++) {
            float sum = sumOverPixels(layer, x, j, 0, middle) + sumOverPixels(layer, x, j, middle, layer.inputs);
            z[j] = Math.fma(sum, PIXEL_SCALE, layer.bias(j));
        }
        return z;
    }

    /** The sum over p in [from, to) of x[p] w[p][j], in four chains by p modulo 4; from is a multiple of 4. */
    private static float sumOverPixels(Layer layer, float[] x, int j, int from, int to) {
        float[] chain = new float[4];
        for (int r = 0; r < 4; r++) {
            for (int p = from + r; p < to; p += 4) {
                chain[r] = Math.fma(x[p], layer.weight(p, j), chain[r]);
            }
        }
        return (chain[0] + chain[1]) + (chain[2] + chain[3]);
    }

    /** z[j] = bias[j] + sum over i of a[i] w[i][j], in the order of i, beginning with the bias. */
    private static float[] weightedInputs(Layer layer, float[] a) {
        float[] z = new float[layer.outputs];
        for (int j = 0; j < layer.outputs; j++) {
            float sum = layer.bias(j);
            for (int i = 0; i < layer.inputs; i++) {
                sum = Math.fma(a[i], layer.weight(i, j), sum);
            }
            z[j] = sum;
        }
        return z;
    }

    private static float[] activate(Activation activation, float[] z) {
        float[] a = new float[z.length];
        for (int j = 0; j < z.length; j++) {
            a[j] = activation.of(z[j]);
        }
        return a;
    }

    private static float[] softmax(float[] z) {
        float[] a = z.clone();
        Softmax.inPlace(a);
        return a;
    }

    private static float[] outputDelta(NetworkSpec spec, float[] a, int digit) {
        float[] delta = new float[a.length];
        for (int j = 0; j < a.length; j++) {
            float error = a[j] - (j == digit ? 1f : 0f);
            delta[j] = flushToZero(
                    switch (spec.cost()) {
                        case SQUARED_ERROR -> error * spec.activation().slope(a[j]);
                        case CROSS_ENTROPY -> error;
                    });
        }
        return delta;
    }

    /**
     * The delta, or 0 when it is so small that it moves no weight. Confident units would have subnormal deltas and
     * nudges, with which a processor computes a hundred times as slowly.
     */
    static float flushToZero(float delta) {
        return Math.abs(delta) <= FLUSH_LIMIT ? 0f : delta;
    }

    private static float decayed(Hyperparameters hyper, float velocity) {
        return hyper.momentum() * velocity + 0f;
    }
}
