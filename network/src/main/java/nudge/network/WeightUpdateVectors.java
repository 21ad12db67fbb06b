package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Updates of weights and biases by the nudges of a whole mini-batch: {@link ScalarKernels#update} and
 * {@link ScalarKernels#updateBiases}. A tile of weights is loaded once, takes the nudge of each example in turn, and is
 * stored once. Unrolled by hand over eight rows of weights: an array of vectors would be an array of objects.
 *
 * <p>For each array x, x0 is where its first row begins, and xs the distance from one row to the next; n are the
 * nudges.
 */
final class WeightUpdateVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private WeightUpdateVectors() {}

    /** Eight rows of w by two vectors, in sixteen accumulators: for machines with 32 vector registers. */
    static void update8by2(
            float[] a, int a0, int as, int tile, int examples, float[] n, int n0, int ns, float[] w, int w0, int ws) {
        FloatVector r0 = fromArray(SPECIES, w, w0);
        FloatVector s0 = fromArray(SPECIES, w, w0 + LANES);
        FloatVector r1 = fromArray(SPECIES, w, w0 + ws);
        FloatVector s1 = fromArray(SPECIES, w, w0 + ws + LANES);
        FloatVector r2 = fromArray(SPECIES, w, w0 + 2 * ws);
        FloatVector s2 = fromArray(SPECIES, w, w0 + 2 * ws + LANES);
        FloatVector r3 = fromArray(SPECIES, w, w0 + 3 * ws);
        FloatVector s3 = fromArray(SPECIES, w, w0 + 3 * ws + LANES);
        FloatVector r4 = fromArray(SPECIES, w, w0 + 4 * ws);
        FloatVector s4 = fromArray(SPECIES, w, w0 + 4 * ws + LANES);
        FloatVector r5 = fromArray(SPECIES, w, w0 + 5 * ws);
        FloatVector s5 = fromArray(SPECIES, w, w0 + 5 * ws + LANES);
        FloatVector r6 = fromArray(SPECIES, w, w0 + 6 * ws);
        FloatVector s6 = fromArray(SPECIES, w, w0 + 6 * ws + LANES);
        FloatVector r7 = fromArray(SPECIES, w, w0 + 7 * ws);
        FloatVector s7 = fromArray(SPECIES, w, w0 + 7 * ws + LANES);
        int toNextTile = tile - 7 * as;
        int p = a0;
        int q = n0;
        for (int b = 1; b <= examples; b++, q += ns) {
            FloatVector nudge = fromArray(SPECIES, n, q);
            FloatVector other = fromArray(SPECIES, n, q + LANES);
            FloatVector x = broadcast(SPECIES, a[p]);
            r0 = nudge.fma(x, r0);
            s0 = other.fma(x, s0);
            x = broadcast(SPECIES, a[p + 1]);
            r1 = nudge.fma(x, r1);
            s1 = other.fma(x, s1);
            x = broadcast(SPECIES, a[p + 2]);
            r2 = nudge.fma(x, r2);
            s2 = other.fma(x, s2);
            x = broadcast(SPECIES, a[p + 3]);
            r3 = nudge.fma(x, r3);
            s3 = other.fma(x, s3);
            x = broadcast(SPECIES, a[p + 4]);
            r4 = nudge.fma(x, r4);
            s4 = other.fma(x, s4);
            x = broadcast(SPECIES, a[p + 5]);
            r5 = nudge.fma(x, r5);
            s5 = other.fma(x, s5);
            x = broadcast(SPECIES, a[p + 6]);
            r6 = nudge.fma(x, r6);
            s6 = other.fma(x, s6);
            x = broadcast(SPECIES, a[p + 7]);
            r7 = nudge.fma(x, r7);
            s7 = other.fma(x, s7);
            p += (b & 7) == 0 ? toNextTile : as;
        }
        r0.intoArray(w, w0);
        s0.intoArray(w, w0 + LANES);
        r1.intoArray(w, w0 + ws);
        s1.intoArray(w, w0 + ws + LANES);
        r2.intoArray(w, w0 + 2 * ws);
        s2.intoArray(w, w0 + 2 * ws + LANES);
        r3.intoArray(w, w0 + 3 * ws);
        s3.intoArray(w, w0 + 3 * ws + LANES);
        r4.intoArray(w, w0 + 4 * ws);
        s4.intoArray(w, w0 + 4 * ws + LANES);
        r5.intoArray(w, w0 + 5 * ws);
        s5.intoArray(w, w0 + 5 * ws + LANES);
        r6.intoArray(w, w0 + 6 * ws);
        s6.intoArray(w, w0 + 6 * ws + LANES);
        r7.intoArray(w, w0 + 7 * ws);
        s7.intoArray(w, w0 + 7 * ws + LANES);
    }

    /** Eight rows of w by one vector. */
    static void update8(
            float[] a, int a0, int as, int tile, int examples, float[] n, int n0, int ns, float[] w, int w0, int ws) {
        FloatVector r0 = fromArray(SPECIES, w, w0);
        FloatVector r1 = fromArray(SPECIES, w, w0 + ws);
        FloatVector r2 = fromArray(SPECIES, w, w0 + 2 * ws);
        FloatVector r3 = fromArray(SPECIES, w, w0 + 3 * ws);
        FloatVector r4 = fromArray(SPECIES, w, w0 + 4 * ws);
        FloatVector r5 = fromArray(SPECIES, w, w0 + 5 * ws);
        FloatVector r6 = fromArray(SPECIES, w, w0 + 6 * ws);
        FloatVector r7 = fromArray(SPECIES, w, w0 + 7 * ws);
        int toNextTile = tile - 7 * as;
        int p = a0;
        int q = n0;
        for (int b = 1; b <= examples; b++, q += ns) {
            FloatVector nudge = fromArray(SPECIES, n, q);
            r0 = nudge.fma(broadcast(SPECIES, a[p]), r0);
            r1 = nudge.fma(broadcast(SPECIES, a[p + 1]), r1);
            r2 = nudge.fma(broadcast(SPECIES, a[p + 2]), r2);
            r3 = nudge.fma(broadcast(SPECIES, a[p + 3]), r3);
            r4 = nudge.fma(broadcast(SPECIES, a[p + 4]), r4);
            r5 = nudge.fma(broadcast(SPECIES, a[p + 5]), r5);
            r6 = nudge.fma(broadcast(SPECIES, a[p + 6]), r6);
            r7 = nudge.fma(broadcast(SPECIES, a[p + 7]), r7);
            p += (b & 7) == 0 ? toNextTile : as;
        }
        r0.intoArray(w, w0);
        r1.intoArray(w, w0 + ws);
        r2.intoArray(w, w0 + 2 * ws);
        r3.intoArray(w, w0 + 3 * ws);
        r4.intoArray(w, w0 + 4 * ws);
        r5.intoArray(w, w0 + 5 * ws);
        r6.intoArray(w, w0 + 6 * ws);
        r7.intoArray(w, w0 + 7 * ws);
    }

    /** One vector of biases, at column c. */
    static void updateBiases(float[] deltas, int d0, int ds, int examples, float rate, float[] biases, int c) {
        FloatVector moved = fromArray(SPECIES, biases, c);
        for (int b = 0; b < examples; b++) {
            moved = fromArray(SPECIES, deltas, d0 + b * ds).fma(broadcast(SPECIES, rate), moved);
        }
        moved.intoArray(biases, c);
    }
}
