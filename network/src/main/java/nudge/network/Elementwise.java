package nudge.network;

/** Element by element over arrays: plain loops, which the compiler turns into vectors of any width without changing a bit. */
final class Elementwise {
    private Elementwise() {}

    /** a = 1 / (1 + e), where e = exp(-z). */
    static void sigmoidOfExponentials(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = 1f / (1f + z[i]);
        }
    }

    /** a = 2 s - 1: from the sigmoid of 2z to tanh z. */
    static void stretched(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = Math.fma(2f, z[i], -1f);
        }
    }

    static void positivePart(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = Math.max(0f, z[i]);
        }
    }

    /** delta *= slope(a). */
    static void timesSlope(Activation activation, float[] delta, float[] a, int from, int to) {
        switch (activation) {
            case SIGMOID -> {
                for (int i = from; i < to; i++) {
                    delta[i] *= a[i] * (1f - a[i]);
                }
            }
            case TANH -> {
                for (int i = from; i < to; i++) {
                    delta[i] *= Math.fma(-a[i], a[i], 1f);
                }
            }
            case RELU -> {
                for (int i = from; i < to; i++) {
                    delta[i] *= a[i] > 0f ? 1f : 0f;
                }
            }
        }
    }

    /** {@link Reference#withoutDust} of every delta. */
    static void sweep(float[] delta, int from, int to) {
        for (int i = from; i < to; i++) {
            delta[i] = Math.max(delta[i], Reference.DUST) + Math.min(delta[i], -Reference.DUST);
        }
    }

    static void scaled(float[] source, float[] target, int from, int to, float scale) {
        for (int i = from; i < to; i++) {
            target[i] = source[i] * scale;
        }
    }

    /** z = (c0 + c1 + (c2 + c3)) / 255 + bias, where the chains lie a panel apart. */
    static void joinChains(float[] chains, int at, float[] biases, int column, float[] z, int to, int count) {
        for (int j = 0; j < count; j++) {
            float low = chains[at + j] + chains[at + Layer.PANEL + j];
            float high = chains[at + 2 * Layer.PANEL + j] + chains[at + 3 * Layer.PANEL + j];
            z[to + j] = Math.fma(low + high, Reference.PIXEL_SCALE, biases[column + j]);
        }
    }

    /** The velocities' decay: v = momentum v, and never a negative zero. */
    static void decay(float[] velocities, float momentum) {
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] = momentum * velocities[i] + 0f;
        }
    }

    static void add(float[] moved, float[] velocities) {
        for (int i = 0; i < moved.length; i++) {
            moved[i] += velocities[i];
        }
    }
}
