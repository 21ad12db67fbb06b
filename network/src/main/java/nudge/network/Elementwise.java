package nudge.network;

/** Element by element over arrays: plain loops, which the compiler turns into vectors of any width without changing a bit. */
final class Elementwise {
    private Elementwise() {}

    /** a = 2 s - 1: from the sigmoid of 2z to tanh z. */
    static void sigmoidToTanh(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = Math.fma(2f, z[i], -1f);
        }
    }

    static void relu(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = Math.max(0f, z[i]);
        }
    }

    /** delta *= slope(a) of the hyperbolic tangent. */
    static void timesTanhSlope(float[] delta, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            delta[i] *= Math.fma(-a[i], a[i], 1f);
        }
    }

    /** delta *= slope(a) of the rectifier. */
    static void timesReluSlope(float[] delta, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            delta[i] *= a[i] > 0f ? 1f : 0f;
        }
    }

    /** z = (sum of chains 0..3 + sum of chains 4..7) / 255 + bias, where the chains lie a panel apart. */
    static void joinChains(float[] chains, int at, float[] biases, int column, float[] z, int to, int count) {
        for (int j = 0; j < count; j++) {
            float first = sumOfFour(chains, at + j);
            float second = sumOfFour(chains, at + 4 * Layer.PANEL + j);
            z[to + j] = Math.fma(first + second, Reference.PIXEL_SCALE, biases[column + j]);
        }
    }

    private static float sumOfFour(float[] chains, int at) {
        return (chains[at] + chains[at + Layer.PANEL]) + (chains[at + 2 * Layer.PANEL] + chains[at + 3 * Layer.PANEL]);
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
