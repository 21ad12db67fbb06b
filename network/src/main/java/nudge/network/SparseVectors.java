package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first layer over the non-zero pixels, one or two vectors of outputs at a time. Each method is one loop nest of its own,
 * because the compiler keeps few accumulators in registers once it has inlined several into one method; arguments are plain
 * arrays and offsets for the same reason. What they compute is in {@link ScalarKernels}.
 */
final class SparseVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    private SparseVectors() {}

    static void forward1(
            int[] pixel,
            float[] value,
            int[] start,
            int from,
            int to,
            float[] weights,
            int w,
            int stride,
            float[] biases,
            int c,
            float[] z,
            int pitch) {
        for (int b = from; b < to; b++) {
            FloatVector c0 = zero(SPECIES);
            FloatVector c1 = zero(SPECIES);
            FloatVector c2 = zero(SPECIES);
            FloatVector c3 = zero(SPECIES);
            int end = start[b + 1];
            for (int k = start[b]; k < end; k += 4) {
                c0 = fromArray(SPECIES, weights, w + pixel[k] * stride).fma(broadcast(SPECIES, value[k]), c0);
                c1 = fromArray(SPECIES, weights, w + pixel[k + 1] * stride).fma(broadcast(SPECIES, value[k + 1]), c1);
                c2 = fromArray(SPECIES, weights, w + pixel[k + 2] * stride).fma(broadcast(SPECIES, value[k + 2]), c2);
                c3 = fromArray(SPECIES, weights, w + pixel[k + 3] * stride).fma(broadcast(SPECIES, value[k + 3]), c3);
            }
            c0.add(c1)
                    .add(c2.add(c3))
                    .fma(broadcast(SPECIES, Reference.PIXEL_SCALE), fromArray(SPECIES, biases, c))
                    .intoArray(z, Layer.ORIGIN + b * pitch + c);
        }
    }

    static void forward2(
            int[] pixel,
            float[] value,
            int[] start,
            int from,
            int to,
            float[] weights,
            int w,
            int stride,
            float[] biases,
            int c,
            float[] z,
            int pitch) {
        for (int b = from; b < to; b++) {
            FloatVector c0 = zero(SPECIES);
            FloatVector c1 = zero(SPECIES);
            FloatVector c2 = zero(SPECIES);
            FloatVector c3 = zero(SPECIES);
            FloatVector d0 = zero(SPECIES);
            FloatVector d1 = zero(SPECIES);
            FloatVector d2 = zero(SPECIES);
            FloatVector d3 = zero(SPECIES);
            int end = start[b + 1];
            for (int k = start[b]; k < end; k += 4) {
                FloatVector x = broadcast(SPECIES, value[k]);
                int p = w + pixel[k] * stride;
                c0 = fromArray(SPECIES, weights, p).fma(x, c0);
                d0 = fromArray(SPECIES, weights, p + LANES).fma(x, d0);
                x = broadcast(SPECIES, value[k + 1]);
                p = w + pixel[k + 1] * stride;
                c1 = fromArray(SPECIES, weights, p).fma(x, c1);
                d1 = fromArray(SPECIES, weights, p + LANES).fma(x, d1);
                x = broadcast(SPECIES, value[k + 2]);
                p = w + pixel[k + 2] * stride;
                c2 = fromArray(SPECIES, weights, p).fma(x, c2);
                d2 = fromArray(SPECIES, weights, p + LANES).fma(x, d2);
                x = broadcast(SPECIES, value[k + 3]);
                p = w + pixel[k + 3] * stride;
                c3 = fromArray(SPECIES, weights, p).fma(x, c3);
                d3 = fromArray(SPECIES, weights, p + LANES).fma(x, d3);
            }
            FloatVector scale = broadcast(SPECIES, Reference.PIXEL_SCALE);
            int at = Layer.ORIGIN + b * pitch + c;
            c0.add(c1).add(c2.add(c3)).fma(scale, fromArray(SPECIES, biases, c)).intoArray(z, at);
            d0.add(d1)
                    .add(d2.add(d3))
                    .fma(scale, fromArray(SPECIES, biases, c + LANES))
                    .intoArray(z, at + LANES);
        }
    }

    /** Example b has entries [first[b], last[b + next]). */
    static void update1(
            int[] pixel,
            float[] value,
            int[] first,
            int[] last,
            int next,
            int examples,
            float[] weights,
            int w,
            int stride,
            float[] nudges,
            int c,
            int pitch) {
        for (int b = 0; b < examples; b++) {
            FloatVector nudge = fromArray(SPECIES, nudges, Layer.ORIGIN + b * pitch + c);
            int end = last[b + next];
            for (int k = first[b]; k < end; k += 4) {
                int p = w + pixel[k] * stride;
                nudge.fma(broadcast(SPECIES, value[k]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + pixel[k + 1] * stride;
                nudge.fma(broadcast(SPECIES, value[k + 1]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + pixel[k + 2] * stride;
                nudge.fma(broadcast(SPECIES, value[k + 2]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
                p = w + pixel[k + 3] * stride;
                nudge.fma(broadcast(SPECIES, value[k + 3]), fromArray(SPECIES, weights, p))
                        .intoArray(weights, p);
            }
        }
    }

    static void update2(
            int[] pixel,
            float[] value,
            int[] first,
            int[] last,
            int next,
            int examples,
            float[] weights,
            int w,
            int stride,
            float[] nudges,
            int c,
            int pitch) {
        for (int b = 0; b < examples; b++) {
            FloatVector nudge = fromArray(SPECIES, nudges, Layer.ORIGIN + b * pitch + c);
            FloatVector other = fromArray(SPECIES, nudges, Layer.ORIGIN + b * pitch + c + LANES);
            int end = last[b + next];
            for (int k = first[b]; k < end; k += 2) {
                FloatVector x = broadcast(SPECIES, value[k]);
                int p = w + pixel[k] * stride;
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
                x = broadcast(SPECIES, value[k + 1]);
                p = w + pixel[k + 1] * stride;
                nudge.fma(x, fromArray(SPECIES, weights, p)).intoArray(weights, p);
                other.fma(x, fromArray(SPECIES, weights, p + LANES)).intoArray(weights, p + LANES);
            }
        }
    }

    static void pixelMajor1(
            int[] first,
            int pixels,
            int[] row,
            float[] value,
            float[] weights,
            int w,
            int stride,
            float[] nudges,
            int c) {
        int p = w;
        for (int i = 0; i < pixels; i++, p += stride) {
            int end = first[i + 1];
            FloatVector moved = fromArray(SPECIES, weights, p);
            for (int k = first[i]; k < end; k++) {
                moved = fromArray(SPECIES, nudges, row[k] + c).fma(broadcast(SPECIES, value[k]), moved);
            }
            moved.intoArray(weights, p);
        }
    }

    static void pixelMajor2(
            int[] first,
            int pixels,
            int[] row,
            float[] value,
            float[] weights,
            int w,
            int stride,
            float[] nudges,
            int c) {
        int p = w;
        for (int i = 0; i < pixels; i++, p += stride) {
            int end = first[i + 1];
            FloatVector moved = fromArray(SPECIES, weights, p);
            FloatVector other = fromArray(SPECIES, weights, p + LANES);
            for (int k = first[i]; k < end; k++) {
                FloatVector x = broadcast(SPECIES, value[k]);
                moved = fromArray(SPECIES, nudges, row[k] + c).fma(x, moved);
                other = fromArray(SPECIES, nudges, row[k] + c + LANES).fma(x, other);
            }
            moved.intoArray(weights, p);
            other.intoArray(weights, p + LANES);
        }
    }

    /** Two pairs of vectors, the second pair's weights at v. */
    static void pixelMajor4(
            int[] first,
            int pixels,
            int[] row,
            float[] value,
            float[] weights,
            int w,
            int v,
            int stride,
            float[] nudges,
            int c) {
        int p = w;
        int q = v;
        for (int i = 0; i < pixels; i++, p += stride, q += stride) {
            int end = first[i + 1];
            FloatVector moved0 = fromArray(SPECIES, weights, p);
            FloatVector moved1 = fromArray(SPECIES, weights, p + LANES);
            FloatVector moved2 = fromArray(SPECIES, weights, q);
            FloatVector moved3 = fromArray(SPECIES, weights, q + LANES);
            for (int k = first[i]; k < end; k++) {
                FloatVector x = broadcast(SPECIES, value[k]);
                int n = row[k] + c;
                moved0 = fromArray(SPECIES, nudges, n).fma(x, moved0);
                moved1 = fromArray(SPECIES, nudges, n + LANES).fma(x, moved1);
                moved2 = fromArray(SPECIES, nudges, n + 2 * LANES).fma(x, moved2);
                moved3 = fromArray(SPECIES, nudges, n + 3 * LANES).fma(x, moved3);
            }
            moved0.intoArray(weights, p);
            moved1.intoArray(weights, p + LANES);
            moved2.intoArray(weights, q);
            moved3.intoArray(weights, q + LANES);
        }
    }

    static void unpack(int[] entries, int from, int to, int[] pixel, float[] value, int k) {
        for (int i = from; i < to; i += LANES, k += LANES) {
            IntVector packed = IntVector.fromArray(INTS, entries, i);
            packed.lanewise(VectorOperators.LSHR, 8).intoArray(pixel, k);
            ((FloatVector) packed.and(0xff).convert(VectorOperators.I2F, 0)).intoArray(value, k);
        }
    }
}
