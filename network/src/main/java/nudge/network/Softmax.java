package nudge.network;

/** Softmax over a few outputs, the sum in their order. */
final class Softmax {
    private Softmax() {}

    /** Replaces weighted inputs z[offset, offset + count) by exp(z - max z) / sum. */
    static void inPlace(float[] z, int offset, int count) {
        float max = z[offset];
        for (int j = 1; j < count; j++) {
            max = Math.max(max, z[offset + j]);
        }
        float sum = 0f;
        for (int j = offset; j < offset + count; j++) {
            z[j] = Exponential.exp(z[j] - max);
            sum += z[j];
        }
        for (int j = offset; j < offset + count; j++) {
            z[j] /= sum;
        }
    }
}
