package nudge.network;

/** Operations on each element of an array: plain loops, which the compiler can vectorise without changing a bit. */
final class Elementwise {
    private Elementwise() {}

    /** a = 2 s - 1: tanh z from s = sigmoid(2z). */
    static void sigmoidToTanh(float[] z, int from, int to) {
        for (int i = from; i < to; i++) {
            z[i] = Math.fma(2f, z[i], -1f);
        }
    }

    /** a = max(0, z). */
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

    /** delta *= slope(a) of the rectified linear unit (ReLU). */
    static void timesReluSlope(float[] delta, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            delta[i] *= a[i] > 0f ? 1f : 0f;
        }
    }

    /** z = (sum of chains 0 to 3 + sum of chains 4 to 7) / 255 + bias; chains are {@link Layer#PANEL} apart. */
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

    /** v = momentum * v for all velocities; a negative zero becomes zero. */
    static void decay(float[] velocities, float momentum) {
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] = momentum * velocities[i] + 0f;
        }
    }

    /** Moves weights or biases by their velocities. */
    static void add(float[] moved, float[] velocities) {
        for (int i = 0; i < moved.length; i++) {
            moved[i] += velocities[i];
        }
    }
}
