package nudge.network;

/** Softmax over the outputs: exp(z - max z) / sum, the sum in the outputs' order. */
final class Softmax {
    private Softmax() {}

    /** Replaces the weighted inputs of one example. */
    static void inPlace(float[] z) {
        inPlace(null, z, 0, 1, z.length, z.length);
    }

    /** Replaces the weighted inputs of examples [from, to), z [examples][width], by activations. */
    static void inPlace(
            @org.jspecify.annotations.Nullable Kernels kernels, float[] z, int from, int to, int outputs, int width) {
        for (int b = from; b < to; b++) {
            lessMax(z, b * width, outputs);
        }
        if (kernels == null) {
            for (int i = from * width; i < to * width; i++) {
                z[i] = Exponential.exp(z[i]);
            }
        } else {
            kernels.exponentials(z, from * width, to * width);
        }
        for (int b = from; b < to; b++) {
            normalise(z, b * width, outputs);
        }
    }

    private static void lessMax(float[] z, int offset, int count) {
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
