package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products in tiles of four rows by two vectors, or eight by one: eight accumulators, which is as many as the compiler
 * keeps in registers. What they compute is in {@link ScalarKernels#multiply} and {@link ScalarKernels#update}.
 */
final class DenseVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    private DenseVectors() {}

    /** Eight rows of z, from z0 on, zs apart: z[r] = first[f0] + sum over k of a[a0 + r as + k] w[w0 + k ws]. */
    static void rows8(
            float[] a,
            int a0,
            int as,
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
        for (int k = 0; k < count; k++) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            r0 = weights.fma(broadcast(SPECIES, a[a0 + k]), r0);
            r1 = weights.fma(broadcast(SPECIES, a[a1 + k]), r1);
            r2 = weights.fma(broadcast(SPECIES, a[a2 + k]), r2);
            r3 = weights.fma(broadcast(SPECIES, a[a3 + k]), r3);
            r4 = weights.fma(broadcast(SPECIES, a[a4 + k]), r4);
            r5 = weights.fma(broadcast(SPECIES, a[a5 + k]), r5);
            r6 = weights.fma(broadcast(SPECIES, a[a6 + k]), r6);
            r7 = weights.fma(broadcast(SPECIES, a[a7 + k]), r7);
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
        for (int k = 0; k < count; k++) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            r0 = weights.fma(broadcast(SPECIES, a[a0 + k]), r0);
            r1 = weights.fma(broadcast(SPECIES, a[a1 + k]), r1);
            r2 = weights.fma(broadcast(SPECIES, a[a2 + k]), r2);
            r3 = weights.fma(broadcast(SPECIES, a[a3 + k]), r3);
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
        for (int k = 0; k < count; k++) {
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            FloatVector others = fromArray(SPECIES, w, w0 + k * ws + LANES);
            FloatVector x = broadcast(SPECIES, a[a0 + k]);
            r0 = weights.fma(x, r0);
            s0 = others.fma(x, s0);
            x = broadcast(SPECIES, a[a1 + k]);
            r1 = weights.fma(x, r1);
            s1 = others.fma(x, s1);
            x = broadcast(SPECIES, a[a2 + k]);
            r2 = weights.fma(x, r2);
            s2 = others.fma(x, s2);
            x = broadcast(SPECIES, a[a3 + k]);
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

    static void row(float[] a, int a0, int count, float[] w, int w0, int ws, float[] first, int f0, float[] z, int z0) {
        FloatVector r = fromArray(SPECIES, first, f0);
        for (int k = 0; k < count; k++) {
            r = fromArray(SPECIES, w, w0 + k * ws).fma(broadcast(SPECIES, a[a0 + k]), r);
        }
        r.intoArray(z, z0);
    }

    /** Two vectors of {@link ScalarKernels#denseChain} from one stream of values: eight examples, sixteen sums. */
    static void chain2(float[] images, int at, int from, int to, float[] w, int w0, int ws, float[] chains, int sums) {
        FloatVector r0 = zero(SPECIES);
        FloatVector s0 = r0;
        FloatVector r1 = r0;
        FloatVector s1 = r0;
        FloatVector r2 = r0;
        FloatVector s2 = r0;
        FloatVector r3 = r0;
        FloatVector s3 = r0;
        FloatVector r4 = r0;
        FloatVector s4 = r0;
        FloatVector r5 = r0;
        FloatVector s5 = r0;
        FloatVector r6 = r0;
        FloatVector s6 = r0;
        FloatVector r7 = r0;
        FloatVector s7 = r0;
        for (int k = from; k < to; k++) {
            int p = at + (k >>> 4) * DenseImages.BLOCK + (k & 15);
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            FloatVector others = fromArray(SPECIES, w, w0 + k * ws + LANES);
            FloatVector x = broadcast(SPECIES, images[p]);
            r0 = weights.fma(x, r0);
            s0 = others.fma(x, s0);
            x = broadcast(SPECIES, images[p + DenseImages.RUN]);
            r1 = weights.fma(x, r1);
            s1 = others.fma(x, s1);
            x = broadcast(SPECIES, images[p + 2 * DenseImages.RUN]);
            r2 = weights.fma(x, r2);
            s2 = others.fma(x, s2);
            x = broadcast(SPECIES, images[p + 3 * DenseImages.RUN]);
            r3 = weights.fma(x, r3);
            s3 = others.fma(x, s3);
            x = broadcast(SPECIES, images[p + 4 * DenseImages.RUN]);
            r4 = weights.fma(x, r4);
            s4 = others.fma(x, s4);
            x = broadcast(SPECIES, images[p + 5 * DenseImages.RUN]);
            r5 = weights.fma(x, r5);
            s5 = others.fma(x, s5);
            x = broadcast(SPECIES, images[p + 6 * DenseImages.RUN]);
            r6 = weights.fma(x, r6);
            s6 = others.fma(x, s6);
            x = broadcast(SPECIES, images[p + 7 * DenseImages.RUN]);
            r7 = weights.fma(x, r7);
            s7 = others.fma(x, s7);
        }
        r0.intoArray(chains, sums);
        s0.intoArray(chains, sums + LANES);
        r1.intoArray(chains, sums + Workspace.CHAINS);
        s1.intoArray(chains, sums + Workspace.CHAINS + LANES);
        r2.intoArray(chains, sums + 2 * Workspace.CHAINS);
        s2.intoArray(chains, sums + 2 * Workspace.CHAINS + LANES);
        r3.intoArray(chains, sums + 3 * Workspace.CHAINS);
        s3.intoArray(chains, sums + 3 * Workspace.CHAINS + LANES);
        r4.intoArray(chains, sums + 4 * Workspace.CHAINS);
        s4.intoArray(chains, sums + 4 * Workspace.CHAINS + LANES);
        r5.intoArray(chains, sums + 5 * Workspace.CHAINS);
        s5.intoArray(chains, sums + 5 * Workspace.CHAINS + LANES);
        r6.intoArray(chains, sums + 6 * Workspace.CHAINS);
        s6.intoArray(chains, sums + 6 * Workspace.CHAINS + LANES);
        r7.intoArray(chains, sums + 7 * Workspace.CHAINS);
        s7.intoArray(chains, sums + 7 * Workspace.CHAINS + LANES);
    }

    /** One vector of them. */
    static void chain1(float[] images, int at, int from, int to, float[] w, int w0, int ws, float[] chains, int sums) {
        FloatVector r0 = zero(SPECIES);
        FloatVector r1 = r0;
        FloatVector r2 = r0;
        FloatVector r3 = r0;
        FloatVector r4 = r0;
        FloatVector r5 = r0;
        FloatVector r6 = r0;
        FloatVector r7 = r0;
        for (int k = from; k < to; k++) {
            int p = at + (k >>> 4) * DenseImages.BLOCK + (k & 15);
            FloatVector weights = fromArray(SPECIES, w, w0 + k * ws);
            r0 = weights.fma(broadcast(SPECIES, images[p]), r0);
            r1 = weights.fma(broadcast(SPECIES, images[p + DenseImages.RUN]), r1);
            r2 = weights.fma(broadcast(SPECIES, images[p + 2 * DenseImages.RUN]), r2);
            r3 = weights.fma(broadcast(SPECIES, images[p + 3 * DenseImages.RUN]), r3);
            r4 = weights.fma(broadcast(SPECIES, images[p + 4 * DenseImages.RUN]), r4);
            r5 = weights.fma(broadcast(SPECIES, images[p + 5 * DenseImages.RUN]), r5);
            r6 = weights.fma(broadcast(SPECIES, images[p + 6 * DenseImages.RUN]), r6);
            r7 = weights.fma(broadcast(SPECIES, images[p + 7 * DenseImages.RUN]), r7);
        }
        r0.intoArray(chains, sums);
        r1.intoArray(chains, sums + Workspace.CHAINS);
        r2.intoArray(chains, sums + 2 * Workspace.CHAINS);
        r3.intoArray(chains, sums + 3 * Workspace.CHAINS);
        r4.intoArray(chains, sums + 4 * Workspace.CHAINS);
        r5.intoArray(chains, sums + 5 * Workspace.CHAINS);
        r6.intoArray(chains, sums + 6 * Workspace.CHAINS);
        r7.intoArray(chains, sums + 7 * Workspace.CHAINS);
    }

    /** Two vectors of {@link ScalarKernels#update} for eight rows of w, from w0 on. */
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

    /** One vector of them. */
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

    /** See {@link ScalarKernels#expand}. */
    static void expand(int[] words, int from, int count, float[] images, int at) {
        for (int i = 0; i < count; i += LANES) {
            IntVector fours = IntVector.fromArray(INTS, words, from + i);
            int p = at + (i / DenseImages.RUN) * DenseImages.BLOCK + i % DenseImages.RUN;
            ((FloatVector) fours.and(0xff).convert(VectorOperators.I2F, 0)).intoArray(images, p);
            p += DenseImages.TILE * DenseImages.RUN;
            ((FloatVector) fours.lanewise(VectorOperators.LSHR, 8).and(0xff).convert(VectorOperators.I2F, 0))
                    .intoArray(images, p);
            p += DenseImages.TILE * DenseImages.RUN;
            ((FloatVector) fours.lanewise(VectorOperators.LSHR, 16).and(0xff).convert(VectorOperators.I2F, 0))
                    .intoArray(images, p);
            p += DenseImages.TILE * DenseImages.RUN;
            ((FloatVector) fours.lanewise(VectorOperators.LSHR, 24).convert(VectorOperators.I2F, 0))
                    .intoArray(images, p);
        }
    }

    static void updateBiases(float[] deltas, int d0, int ds, int examples, float rate, float[] biases, int c) {
        FloatVector moved = fromArray(SPECIES, biases, c);
        for (int b = 0; b < examples; b++) {
            moved = fromArray(SPECIES, deltas, d0 + b * ds).fma(broadcast(SPECIES, rate), moved);
        }
        moved.intoArray(biases, c);
    }

    /** One vector of {@link ScalarKernels#errors} for so many examples, whose rows are {@code pitch} apart from at on. */
    static void errors(float[] a, int at, int pitch, int examples, float[] mask, int c, float[] delta) {
        FloatVector ones = fromArray(SPECIES, mask, c);
        for (int b = 0, i = at; b < examples; b++, i += pitch) {
            fromArray(SPECIES, a, i).mul(ones).intoArray(delta, i);
        }
    }

    /** See {@link ScalarKernels#finishSigmoidDeltas}. */
    static void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate) {
        FloatVector zero = zero(SPECIES);
        FloatVector dust = broadcast(SPECIES, Reference.FLUSH_LIMIT);
        for (int i = from; i < to; i += LANES) {
            FloatVector activation = fromArray(SPECIES, a, i);
            FloatVector slope = activation.mul(broadcast(SPECIES, 1f).sub(activation));
            FloatVector steep = fromArray(SPECIES, delta, i).mul(slope);
            FloatVector clean = steep.blend(zero, steep.abs().compare(VectorOperators.LE, dust));
            clean.intoArray(delta, i);
            clean.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }

    /** See {@link ScalarKernels#finishDeltas}. */
    static void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate) {
        FloatVector zero = zero(SPECIES);
        FloatVector dust = broadcast(SPECIES, Reference.FLUSH_LIMIT);
        for (int i = from; i < to; i += LANES) {
            FloatVector given = fromArray(SPECIES, delta, i);
            FloatVector clean = given.blend(zero, given.abs().compare(VectorOperators.LE, dust));
            clean.intoArray(delta, i);
            clean.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }
}
