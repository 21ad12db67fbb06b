package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products in tiles of four rows by two vectors, or eight by one: eight accumulators, which is as many as the compiler
 * keeps in registers. What they compute is in {@link ScalarKernels#multiply} and {@link ScalarKernels#update}.
 */
final class DenseVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private DenseVectors() {}

    /** Eight rows of z, from z0 on, zs apart: z[r] = first[f0] + sum over k of a[a0 + r as + k step] w[w0 + k ws]. */
    static void rows8(
            float[] a,
            int a0,
            int as,
            int step,
            int count,
            float[] w,
            int w0,
            int ws,
            float[] first,
            int f0,
            float[] z,
            int z0,
            int zs) {
        int a1 = a0 + as;
        int a2 = a1 + as;
        int a3 = a2 + as;
        int a4 = a3 + as;
        int a5 = a4 + as;
        int a6 = a5 + as;
        int a7 = a6 + as;
        FloatVector r0 = fromArray(SPECIES, first, f0);
        FloatVector r1 = r0;
        FloatVector r2 = r0;
        FloatVector r3 = r0;
        FloatVector r4 = r0;
        FloatVector r5 = r0;
        FloatVector r6 = r0;
        FloatVector r7 = r0;
        for (int k = 0, i = 0; k < count; k++, i += step) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            r0 = weights.fma(broadcast(SPECIES, a[a0 + i]), r0);
            r1 = weights.fma(broadcast(SPECIES, a[a1 + i]), r1);
            r2 = weights.fma(broadcast(SPECIES, a[a2 + i]), r2);
            r3 = weights.fma(broadcast(SPECIES, a[a3 + i]), r3);
            r4 = weights.fma(broadcast(SPECIES, a[a4 + i]), r4);
            r5 = weights.fma(broadcast(SPECIES, a[a5 + i]), r5);
            r6 = weights.fma(broadcast(SPECIES, a[a6 + i]), r6);
            r7 = weights.fma(broadcast(SPECIES, a[a7 + i]), r7);
        }
        r0.intoArray(z, z0);
        r1.intoArray(z, z0 + zs);
        r2.intoArray(z, z0 + 2 * zs);
        r3.intoArray(z, z0 + 3 * zs);
        r4.intoArray(z, z0 + 4 * zs);
        r5.intoArray(z, z0 + 5 * zs);
        r6.intoArray(z, z0 + 6 * zs);
        r7.intoArray(z, z0 + 7 * zs);
    }

    static void rows4(
            float[] a,
            int a0,
            int as,
            int step,
            int count,
            float[] w,
            int w0,
            int ws,
            float[] first,
            int f0,
            float[] z,
            int z0,
            int zs) {
        int a1 = a0 + as;
        int a2 = a1 + as;
        int a3 = a2 + as;
        FloatVector r0 = fromArray(SPECIES, first, f0);
        FloatVector r1 = r0;
        FloatVector r2 = r0;
        FloatVector r3 = r0;
        for (int k = 0, i = 0; k < count; k++, i += step) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            r0 = weights.fma(broadcast(SPECIES, a[a0 + i]), r0);
            r1 = weights.fma(broadcast(SPECIES, a[a1 + i]), r1);
            r2 = weights.fma(broadcast(SPECIES, a[a2 + i]), r2);
            r3 = weights.fma(broadcast(SPECIES, a[a3 + i]), r3);
        }
        r0.intoArray(z, z0);
        r1.intoArray(z, z0 + zs);
        r2.intoArray(z, z0 + 2 * zs);
        r3.intoArray(z, z0 + 3 * zs);
    }

    /** Four rows by two vectors: see {@link #rows8}. */
    static void rows4by2(
            float[] a,
            int a0,
            int as,
            int step,
            int count,
            float[] w,
            int w0,
            int ws,
            float[] first,
            int f0,
            float[] z,
            int z0,
            int zs) {
        int a1 = a0 + as;
        int a2 = a1 + as;
        int a3 = a2 + as;
        FloatVector r0 = fromArray(SPECIES, first, f0);
        FloatVector s0 = fromArray(SPECIES, first, f0 + LANES);
        FloatVector r1 = r0;
        FloatVector s1 = s0;
        FloatVector r2 = r0;
        FloatVector s2 = s0;
        FloatVector r3 = r0;
        FloatVector s3 = s0;
        for (int k = 0, i = 0; k < count; k++, i += step) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            FloatVector others = fromArray(SPECIES, w, w0 + k * ws + LANES);
            FloatVector x = broadcast(SPECIES, a[a0 + i]);
            r0 = weights.fma(x, r0);
            s0 = others.fma(x, s0);
            x = broadcast(SPECIES, a[a1 + i]);
            r1 = weights.fma(x, r1);
            s1 = others.fma(x, s1);
            x = broadcast(SPECIES, a[a2 + i]);
            r2 = weights.fma(x, r2);
            s2 = others.fma(x, s2);
            x = broadcast(SPECIES, a[a3 + i]);
            r3 = weights.fma(x, r3);
            s3 = others.fma(x, s3);
        }
        r0.intoArray(z, z0);
        s0.intoArray(z, z0 + LANES);
        r1.intoArray(z, z0 + zs);
        s1.intoArray(z, z0 + zs + LANES);
        r2.intoArray(z, z0 + 2 * zs);
        s2.intoArray(z, z0 + 2 * zs + LANES);
        r3.intoArray(z, z0 + 3 * zs);
        s3.intoArray(z, z0 + 3 * zs + LANES);
    }

    static void row(
            float[] a,
            int a0,
            int step,
            int count,
            float[] w,
            int w0,
            int ws,
            float[] first,
            int f0,
            float[] z,
            int z0) {
        FloatVector r = fromArray(SPECIES, first, f0);
        for (int k = 0, i = 0; k < count; k++, i += step) {
            r = fromArray(SPECIES, w, w0 + k * ws).fma(broadcast(SPECIES, a[a0 + i]), r);
        }
        r.intoArray(z, z0);
    }

    /** Eight rows of w, from w0 on, ws apart: w[i] += sum over examples b of a[a0 + b as + i] n[n0 + b ns]. */
    static void update8(float[] a, int a0, int as, int examples, float[] n, int n0, int ns, float[] w, int w0, int ws) {
        FloatVector r0 = fromArray(SPECIES, w, w0);
        FloatVector r1 = fromArray(SPECIES, w, w0 + ws);
        FloatVector r2 = fromArray(SPECIES, w, w0 + 2 * ws);
        FloatVector r3 = fromArray(SPECIES, w, w0 + 3 * ws);
        FloatVector r4 = fromArray(SPECIES, w, w0 + 4 * ws);
        FloatVector r5 = fromArray(SPECIES, w, w0 + 5 * ws);
        FloatVector r6 = fromArray(SPECIES, w, w0 + 6 * ws);
        FloatVector r7 = fromArray(SPECIES, w, w0 + 7 * ws);
        for (int b = 0; b < examples; b++) {
            FloatVector nudge = fromArray(SPECIES, n, n0 + b * ns);
            int at = a0 + b * as;
            r0 = nudge.fma(broadcast(SPECIES, a[at]), r0);
            r1 = nudge.fma(broadcast(SPECIES, a[at + 1]), r1);
            r2 = nudge.fma(broadcast(SPECIES, a[at + 2]), r2);
            r3 = nudge.fma(broadcast(SPECIES, a[at + 3]), r3);
            r4 = nudge.fma(broadcast(SPECIES, a[at + 4]), r4);
            r5 = nudge.fma(broadcast(SPECIES, a[at + 5]), r5);
            r6 = nudge.fma(broadcast(SPECIES, a[at + 6]), r6);
            r7 = nudge.fma(broadcast(SPECIES, a[at + 7]), r7);
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

    /** Four rows of w by two vectors: see {@link #update8}. */
    static void update4by2(
            float[] a, int a0, int as, int examples, float[] n, int n0, int ns, float[] w, int w0, int ws) {
        FloatVector r0 = fromArray(SPECIES, w, w0);
        FloatVector s0 = fromArray(SPECIES, w, w0 + LANES);
        FloatVector r1 = fromArray(SPECIES, w, w0 + ws);
        FloatVector s1 = fromArray(SPECIES, w, w0 + ws + LANES);
        FloatVector r2 = fromArray(SPECIES, w, w0 + 2 * ws);
        FloatVector s2 = fromArray(SPECIES, w, w0 + 2 * ws + LANES);
        FloatVector r3 = fromArray(SPECIES, w, w0 + 3 * ws);
        FloatVector s3 = fromArray(SPECIES, w, w0 + 3 * ws + LANES);
        for (int b = 0; b < examples; b++) {
            FloatVector nudge = fromArray(SPECIES, n, n0 + b * ns);
            FloatVector other = fromArray(SPECIES, n, n0 + b * ns + LANES);
            int at = a0 + b * as;
            FloatVector x = broadcast(SPECIES, a[at]);
            r0 = nudge.fma(x, r0);
            s0 = other.fma(x, s0);
            x = broadcast(SPECIES, a[at + 1]);
            r1 = nudge.fma(x, r1);
            s1 = other.fma(x, s1);
            x = broadcast(SPECIES, a[at + 2]);
            r2 = nudge.fma(x, r2);
            s2 = other.fma(x, s2);
            x = broadcast(SPECIES, a[at + 3]);
            r3 = nudge.fma(x, r3);
            s3 = other.fma(x, s3);
        }
        r0.intoArray(w, w0);
        s0.intoArray(w, w0 + LANES);
        r1.intoArray(w, w0 + ws);
        s1.intoArray(w, w0 + ws + LANES);
        r2.intoArray(w, w0 + 2 * ws);
        s2.intoArray(w, w0 + 2 * ws + LANES);
        r3.intoArray(w, w0 + 3 * ws);
        s3.intoArray(w, w0 + 3 * ws + LANES);
    }

    static void updateBiases(float[] deltas, int d0, int ds, int examples, float rate, float[] biases, int c) {
        FloatVector moved = fromArray(SPECIES, biases, c);
        for (int b = 0; b < examples; b++) {
            moved = fromArray(SPECIES, deltas, d0 + b * ds).fma(broadcast(SPECIES, rate), moved);
        }
        moved.intoArray(biases, c);
    }

    /** One vector of {@link ScalarKernels#errors} for so many examples, whose rows are {@code pitch} apart from at on. */
    static void errors(float[] a, int at, int pitch, int examples, float[] real, int c, float[] delta) {
        FloatVector ones = fromArray(SPECIES, real, c);
        for (int b = 0, i = at; b < examples; b++, i += pitch) {
            fromArray(SPECIES, a, i).mul(ones).intoArray(delta, i);
        }
    }

    /** See {@link ScalarKernels#finishSigmoidDeltas}. */
    static void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate) {
        for (int i = from; i < to; i += LANES) {
            FloatVector activation = fromArray(SPECIES, a, i);
            FloatVector slope = activation.mul(broadcast(SPECIES, 1f).sub(activation));
            FloatVector clean = withoutDust(fromArray(SPECIES, delta, i).mul(slope));
            clean.intoArray(delta, i);
            clean.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }

    /** See {@link ScalarKernels#finishDeltas}. */
    static void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate) {
        for (int i = from; i < to; i += LANES) {
            FloatVector clean = withoutDust(fromArray(SPECIES, delta, i));
            clean.intoArray(delta, i);
            clean.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }

    private static FloatVector withoutDust(FloatVector delta) {
        return delta.blend(zero(SPECIES), delta.abs().compare(VectorOperators.LE, broadcast(SPECIES, Reference.DUST)));
    }
}
