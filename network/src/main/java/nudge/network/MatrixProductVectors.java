package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of matrices, for the upper layers: {@link ScalarKernels#multiply}. A tile of four rows by two vectors, or
 * eight rows by one, has eight accumulators, which is as many as the compiler reliably keeps in registers. The loops
 * are unrolled by hand, and each tile is a method of its own: an array of vectors would be an array of objects.
 *
 * <p>For each array x, x0 is where its first row begins, and xs the distance from one row to the next.
 */
final class MatrixProductVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private MatrixProductVectors() {}

    /** Eight rows of z by one vector: z[r] = first[f0] + sum over k of a[r][k] w[k]. */
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

    /** Four rows by one vector: see {@link #rows8}. */
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

    /** One row by one vector: see {@link #rows8}. */
    static void row(float[] a, int a0, int count, float[] w, int w0, int ws, float[] first, int f0, float[] z, int z0) {
        FloatVector r = fromArray(SPECIES, first, f0);
        for (int k = 0; k < count; k++) {
            r = fromArray(SPECIES, w, w0 + k * ws).fma(broadcast(SPECIES, a[a0 + k]), r);
        }
        r.intoArray(z, z0);
    }
}
