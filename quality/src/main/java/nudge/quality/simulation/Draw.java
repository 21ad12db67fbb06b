package nudge.quality.simulation;

import java.util.UUID;

/**
 * Randomness without a state: the same seed, person and image give the same draws, in whatever order they are asked for.
 * SplitMix64's mix (Steele, Lea and Flood 2014).
 */
final class Draw {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long key;

    private Draw(long key) {
        this.key = key;
    }

    static Draw of(long seed, int person, UUID image) {
        long key = mix(seed + GOLDEN_GAMMA) + person;
        key = mix(key + GOLDEN_GAMMA) + image.getMostSignificantBits();
        return new Draw(mix(key + GOLDEN_GAMMA) + image.getLeastSignificantBits());
    }

    /** @param number of the draw: another number is another draw */
    double uniform(int number) {
        return (mix(key + (number + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
    }

    /** From 0 to {@code bound - 1}. */
    int below(int number, int bound) {
        return (int) (uniform(number) * bound);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
