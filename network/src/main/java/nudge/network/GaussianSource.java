package nudge.network;

/**
 * Numbers from the standard normal distribution, the same for the same seed on any JDK: SplitMix64 (Steele, Lea and
 * Flood 2014) for the uniform bits, Marsaglia's polar method for the Gaussian, {@link StrictMath} for the functions.
 */
final class GaussianSource {
    private long state;
    private double spare;
    private boolean hasSpare;

    GaussianSource(long seed) {
        this.state = seed;
    }

    long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform on 0 inclusive to 1 exclusive, 53 bits. */
    double nextUniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    double nextGaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double u;
        double v;
        double square;
        do {
            u = 2 * nextUniform() - 1;
            v = 2 * nextUniform() - 1;
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        double radius = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = v * radius;
        hasSpare = true;
        return u * radius;
    }
}
