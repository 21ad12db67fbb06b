package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first layer over all pixels of {@link DenseImages}: {@link ScalarKernels#denseChain} and
 * {@link ScalarKernels#expand}. Unrolled by hand over a tile of eight examples: an array of vectors would be an array
 * of objects. Two vectors per example take sixteen accumulators, which only machines with 32 vector registers have room
 * for.
 */
final class DenseImageVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    private DenseImageVectors() {}

    /** Two vectors of one chain: eight examples by two vectors. Row k of w begins at {@code w0 + k * ws}. */
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

    /** One vector of one chain: see {@link #chain2}. */
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
}
