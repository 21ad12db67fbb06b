package nudge.network;

/**
 * The exponential, the sigmoid and the hyperbolic tangent in float arithmetic that is fixed operation by operation, so
 * that the same input gives the same bits on any JDK and on any vector width; {@link Math#exp} promises neither.
 *
 * <p>exp(x) = 2^n exp(r) with n = round(x / ln 2) and r = x - n ln 2 in two pieces (Cody and Waite), |r| at most 0.347,
 * and exp(r) by its Taylor polynomial of degree 6. Error bounds, which a test checks on a dense sample: {@link #exp} is
 * within 3e-7 of the true value relatively, {@link #sigmoid} within 2e-7 absolutely and 5e-7 relatively, {@link #tanh}
 * within 3e-7 absolutely.
 */
final class Exponential {
    /** Beyond this, 2^n or its reciprocal would leave the normal floats; arguments are clamped to it. */
    static final float LIMIT = 87f;

    static final float PER_LN2 = 1.44269504f;
    /** 1.5 * 2^23: added and subtracted again, it rounds to the nearest integer, which its low bits then hold. */
    static final float ROUNDER = 12582912f;

    /** ln 2 in two pieces; the first has few enough bits that n times it is exact. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;

    static final float C2 = 1f / 2;
    static final float C3 = 1f / 6;
    static final float C4 = 1f / 24;
    static final float C5 = 1f / 120;
    static final float C6 = 1f / 720;

    private Exponential() {}

    /** exp(x) for x clamped to -87..87. */
    static float exp(float x) {
        float bounded = Math.min(Math.max(x, -LIMIT), LIMIT);
        float rounded = Math.fma(bounded, PER_LN2, ROUNDER);
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
        float p = Math.fma(C6, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << 23));
    }

    static float sigmoid(float z) {
        return 1f / (1f + exp(-z));
    }

    static float tanh(float z) {
        return Math.fma(2f, sigmoid(2f * z), -1f);
    }
}
