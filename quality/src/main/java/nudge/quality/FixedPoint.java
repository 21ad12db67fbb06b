package nudge.quality;

/**
 * Probabilities and their natural logarithms as integers, multiples of 2<sup>-36</sup> (1.5e-11). Sums of integers are exact
 * and do not depend on their order; sums of floating-point numbers do.
 */
final class FixedPoint {
    static final int BITS = 36;
    static final long ONE = 1L << BITS;
    /** The logarithm that stands for that of zero: far below any other, and 10,000 of them can be added. */
    static final long LOG_OF_ZERO = -700 * ONE;

    /** Below e to this power, a share is rounded to nothing. */
    private static final long NOTHING = -28 * ONE;

    private FixedPoint() {}

    static long of(double value) {
        return Math.round(value * ONE);
    }

    static double toDouble(long value) {
        return value / (double) ONE;
    }

    /** The natural logarithm of a probability, 0 included. */
    static long log(double probability) {
        return probability <= 0 ? LOG_OF_ZERO : Math.max(LOG_OF_ZERO, of(StrictMath.log(probability)));
    }

    /**
     * From logarithms of weights to shares of their sum.
     *
     * @param logs of the weights, [classes]
     * @param shares is filled, [classes]
     * @return the logarithm of the weights' sum
     */
    static long normalise(long[] logs, long[] shares) {
        long most = Long.MIN_VALUE;
        for (long log : logs) {
            most = Math.max(most, log);
        }
        double sum = 0;
        for (long log : logs) {
            sum += weight(log - most);
        }
        for (int k = 0; k < logs.length; k++) {
            shares[k] = of(weight(logs[k] - most) / sum);
        }
        return most + of(StrictMath.log(sum));
    }

    private static double weight(long log) {
        if (log == 0) {
            return 1;
        }
        return log < NOTHING ? 0 : StrictMath.exp(toDouble(log));
    }
}
