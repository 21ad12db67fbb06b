package nudge.learning;

import java.util.Objects;

/**
 * A shuffled order of the numbers 0 to n - 1 in constant memory: a bijection keyed by a seed and an epoch, the same on any
 * machine. Part of what a checkpoint means, so it must never change.
 *
 * <p>A Feistel network on the smallest power of two that holds n, with halves of different size where the exponent is odd
 * (Luby and Rackoff 1988), and cycle walking down to n (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
 * The round function and the key schedule are SplitMix64's mix (Steele, Lea and Flood 2014). Immutable.
 */
final class Permutation {
    private static final int ROUNDS = 6;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final int size;
    private final int lowBits;
    private final int lowMask;
    private final int highMask;
    private final long[] keys = new long[ROUNDS];

    /** @throws IllegalArgumentException when {@code size} is negative */
    Permutation(long seed, long epoch, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("expected a size of at least 0, got " + size);
        }
        this.size = size;
        int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(Math.max(0, size - 1)));
        this.lowBits = (bits + 1) / 2;
        this.lowMask = (1 << lowBits) - 1;
        this.highMask = (1 << bits - lowBits) - 1;
        long state = mix(seed + GOLDEN_GAMMA) ^ epoch;
        for (int round = 0; round < ROUNDS; round++) {
            state += GOLDEN_GAMMA;
            keys[round] = mix(state);
        }
    }

    int size() {
        return size;
    }

    /**
     * The number at a place of the order.
     *
     * @throws IndexOutOfBoundsException when the place is not from 0 to {@code size() - 1}
     */
    int at(int place) {
        int x = Objects.checkIndex(place, size);
        do {
            x = encipher(x);
        } while (x >= size);
        return x;
    }

    private int encipher(int x) {
        int low = x & lowMask;
        int high = x >>> lowBits;
        for (int round = 0; round < ROUNDS; round += 2) {
            high ^= (int) mix(keys[round] + low) & highMask;
            low ^= (int) mix(keys[round + 1] + high) & lowMask;
        }
        return high << lowBits | low;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
