package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first layer over the non-zero pixels, one or two vectors of outputs at a time: {@link ScalarKernels#sparseSums},
 * {@link ScalarKernels#joinSums}, {@link ScalarKernels#sparseUpdate} and {@link ScalarKernels#unpack}. Each method is
 * one small loop nest, because the compiler keeps fewer accumulators in registers once several are inlined into one
 * method; arguments are plain arrays and indices for the same reason.
 */
final class SparseVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    private SparseVectors() {}

    /**
     * One vector of the sums of all examples.
     *
     * @param w {@link Layer#panel} of the vector's column
     * @param at where the first example's sums go, {@code pitch} before the next one's
     */
    static void sums1(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            int w,
            float[] sums,
            int at,
            int pitch) {
        for (int b = 0; b < examples; b++, at += pitch) {
            int end = start[b + 1];
            FloatVector c0 = zero(SPECIES);
            FloatVector c1 = zero(SPECIES);
            FloatVector c2 = zero(SPECIES);
            FloatVector c3 = zero(SPECIES);
            for (int k = start[b]; k < end; k += 4) {
                c0 = fromArray(SPECIES, weights, w + weightRow[k]).fma(broadcast(SPECIES, value[k]), c0);
                c1 = fromArray(SPECIES, weights, w + weightRow[k + 1]).fma(broadcast(SPECIES, value[k + 1]), c1);
                c2 = fromArray(SPECIES, weights, w + weightRow[k + 2]).fma(broadcast(SPECIES, value[k + 2]), c2);
                c3 = fromArray(SPECIES, weights, w + weightRow[k + 3]).fma(broadcast(SPECIES, value[k + 3]), c3);
            }
            c0.add(c1).add(c2.add(c3)).intoArray(sums, at);
        }
    }

    /** The first vector, of w = 0: the compiler saves one addition per entry. */
    static void sums1(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            float[] sums,
            int at,
            int pitch) {
        sums1(weightRow, value, start, examples, weights, 0, sums, at, pitch);
    }

    /** Two neighbouring vectors of the sums: see {@link #sums1}. */
    static void sums2(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            int w,
            float[] sums,
            int at,
            int pitch) {
        for (int b = 0; b < examples; b++, at += pitch) {
            int end = start[b + 1];
            FloatVector c0 = zero(SPECIES);
            FloatVector c1 = zero(SPECIES);
            FloatVector c2 = zero(SPECIES);
            FloatVector c3 = zero(SPECIES);
            FloatVector d0 = zero(SPECIES);
            FloatVector d1 = zero(SPECIES);
            FloatVector d2 = zero(SPECIES);
            FloatVector d3 = zero(SPECIES);
            for (int k = start[b]; k < end; k += 4) {
                FloatVector x = broadcast(SPECIES, value[k]);
                int p = w + weightRow[k];
                c0 = fromArray(SPECIES, weights, p).fma(x, c0);
                d0 = fromArray(SPECIES, weights, p + LANES).fma(x, d0);
                x = broadcast(SPECIES, value[k + 1]);
                p = w + weightRow[k + 1];
                c1 = fromArray(SPECIES, weights, p).fma(x, c1);
                d1 = fromArray(SPECIES, weights, p + LANES).fma(x, d1);
                x = broadcast(SPECIES, value[k + 2]);
                p = w + weightRow[k + 2];
                c2 = fromArray(SPECIES, weights, p).fma(x, c2);
                d2 = fromArray(SPECIES, weights, p + LANES).fma(x, d2);
                x = broadcast(SPECIES, value[k + 3]);
                p = w + weightRow[k + 3];
                c3 = fromArray(SPECIES, weights, p).fma(x, c3);
                d3 = fromArray(SPECIES, weights, p + LANES).fma(x, d3);
            }
            c0.add(c1).add(c2.add(c3)).intoArray(sums, at);
            d0.add(d1).add(d2.add(d3)).intoArray(sums, at + LANES);
        }
    }

    /**
     * Column c and the rest of its vector, for so many examples, whose rows begin at {@code at} and are {@code pitch}
     * apart.
     */
    static void join(float[] first, float[] second, int at, int pitch, int examples, float[] biases, int c, float[] z) {
        FloatVector bias = fromArray(SPECIES, biases, c);
        FloatVector scale = broadcast(SPECIES, Reference.PIXEL_SCALE);
        for (int b = 0, i = at; b < examples; b++, i += pitch) {
            fromArray(SPECIES, first, i)
                    .add(fromArray(SPECIES, second, i))
                    .fma(scale, bias)
                    .intoArray(z, i);
        }
    }

    /**
     * One vector of the weights of all entries.
     *
     * @param w {@link Layer#panel} of the vector's column
     * @param n where the first example's vector of nudges lies, {@code pitch} before the next one's
     */
    static void update1(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            int w,
            float[] nudges,
            int n,
            int pitch) {
        for (int b = 0; b < examples; b++, n += pitch) {
            int end = start[b + 1];
            FloatVector nudge = fromArray(SPECIES, nudges, n);
            for (int k = start[b]; k < end; k += 4) {
                int p = w + weightRow[k];
                nudge.fma(broadcast(SPECIES, value[k]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + weightRow[k + 1];
                nudge.fma(broadcast(SPECIES, value[k + 1]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + weightRow[k + 2];
                nudge.fma(broadcast(SPECIES, value[k + 2]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + weightRow[k + 3];
                nudge.fma(broadcast(SPECIES, value[k + 3]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
            }
        }
    }

    /** The first vector, of w = 0: see {@link #update1}. */
    static void update1(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            float[] nudges,
            int n,
            int pitch) {
        update1(weightRow, value, start, examples, weights, 0, nudges, n, pitch);
    }

    /** Two neighbouring vectors of the weights: see {@link #update1}. */
    static void update2(
            int[] weightRow,
            float[] value,
            int[] start,
            int examples,
            float[] weights,
            int w,
            float[] nudges,
            int n,
            int pitch) {
        for (int b = 0; b < examples; b++, n += pitch) {
            int end = start[b + 1];
            FloatVector nudge = fromArray(SPECIES, nudges, n);
            FloatVector other = fromArray(SPECIES, nudges, n + LANES);
            for (int k = start[b]; k < end; k += 4) {
                FloatVector x = broadcast(SPECIES, value[k]);
                int p = w + weightRow[k];
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
                x = broadcast(SPECIES, value[k + 1]);
                p = w + weightRow[k + 1];
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
                x = broadcast(SPECIES, value[k + 2]);
                p = w + weightRow[k + 2];
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
                x = broadcast(SPECIES, value[k + 3]);
                p = w + weightRow[k + 3];
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
            }
        }
    }

    /**
     * Unpacks words from the last to the first. What is written too much behind the entries of the lower halves is then
     * overwritten by the entries of the upper halves.
     *
     * @param low entries in the lower halves
     * @param shift of weight rows
     * @param chainRows of {@link SparsePixels#chainRows}
     * @param k where the example's entries begin
     */
    static void unpack(
            int[] words, int from, int low, int shift, int[] chainRows, int[] weightRow, float[] value, int k) {
        int count = Math.max(Kernels.MIN_UNPACKED, (low + LANES - 1) / LANES * LANES);
        for (int i = count - LANES; i >= 0; i -= LANES) {
            IntVector packed = IntVector.fromArray(INTS, words, from + i);
            IntVector chain = IntVector.fromArray(INTS, chainRows, 0);
            packed.lanewise(VectorOperators.LSHR, 8)
                    .and(0xff)
                    .lanewise(VectorOperators.LSHL, shift + 2)
                    .add(chain)
                    .intoArray(weightRow, k + i);
            packed.lanewise(VectorOperators.LSHR, 24)
                    .lanewise(VectorOperators.LSHL, shift + 2)
                    .add(chain)
                    .intoArray(weightRow, k + low + i);
            IntVector values = packed.lanewise(VectorOperators.LSHR, 16).and(0xff);
            ((FloatVector) packed.and(0xff).convert(VectorOperators.I2F, 0)).intoArray(value, k + i);
            ((FloatVector) values.convert(VectorOperators.I2F, 0)).intoArray(value, k + low + i);
        }
    }
}
