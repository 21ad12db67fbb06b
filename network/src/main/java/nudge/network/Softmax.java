package nudge.network;

/** Softmax over the outputs: exp(z - max z) / sum, the sum in the outputs' order. */
final class Softmax {
    private Softmax() {}

    /** Replaces the weighted inputs of one example by activations. */
    static void inPlace(float[] z) {
        subtractMax(z, 0, z.length);
        for (int j = 0; j < z.length; j++) {
            z[j] = Exponential.exp(z[j]);
        }
        normalise(z, 0, z.length);
    }

    /** Replaces the weighted inputs of examples [from, to), rows as in {@link Workspace}, by activations. */
    static void inPlace(Kernels kernels, float[] z, int from, int to, Layer layer) {
        for (int b = from; b < to; b++) {
            subtractMax(z, Layer.ORIGIN + b * layer.pitch, layer.outputs);
        }
        kernels.exponentials(z, Layer.ORIGIN + from * layer.pitch, Layer.ORIGIN + to * layer.pitch, 1f);
        for (int b = from; b < to; b++) {
            normalise(z, Layer.ORIGIN + b * layer.pitch, layer.outputs);
        }
    }

    private static void subtractMax(float[] z, int offset, int count) {
        float max = z[offset];
        for (int j = offset + 1; j < offset + count; j++) {
            max = Math.max(max, z[j]);
        }
        for (int j = offset; j < offset + count; j++) {
            z[j] -= max;
        }
    }

    private static void normalise(float[] z, int offset, int count) {
        float sum = 0f;
        for (int j = offset; j < offset + count; j++) {
            sum += z[j];
        }
        for (int j = offset; j < offset + count; j++) {
            z[j] /= sum;
        }
    }
}
