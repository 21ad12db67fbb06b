package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The update of a wide first layer, pixel by pixel: {@link ScalarKernels#pixelMajorUpdate}. A pixel's weights are
 * loaded once, take the nudges of all examples in which the pixel is not zero, and are stored once.
 */
final class PixelMajorVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private PixelMajorVectors() {}

    /**
     * One vector of every pixel's weights.
     *
     * @param first pixel i of the half has entries [first[i], first[i + 1])
     * @param w where the first pixel's vector lies in weights, {@code stride} before the next one's
     * @param c the column of the vector, in the rows of nudges
     */
    static void update1(
            int[] first,
            int pixels,
            int[] nudgeRow,
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
                moved = fromArray(SPECIES, nudges, nudgeRow[k] + c).fma(broadcast(SPECIES, value[k]), moved);
            }
            moved.intoArray(weights, p);
        }
    }

    /** Two neighbouring vectors of every pixel's weights: see {@link #update1}. */
    static void update2(
            int[] first,
            int pixels,
            int[] nudgeRow,
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
                moved = fromArray(SPECIES, nudges, nudgeRow[k] + c).fma(x, moved);
                other = fromArray(SPECIES, nudges, nudgeRow[k] + c + LANES).fma(x, other);
            }
            moved.intoArray(weights, p);
            other.intoArray(weights, p + LANES);
        }
    }

    /** Four vectors: two at w and two at v, in the next panel; see {@link #update1}. */
    static void update4(
            int[] first,
            int pixels,
            int[] nudgeRow,
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
                int n = nudgeRow[k] + c;
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
}
