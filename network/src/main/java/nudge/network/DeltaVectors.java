package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The deltas of the backward pass, element by element: {@link ScalarKernels#errors},
 * {@link ScalarKernels#finishSigmoidDeltas} and {@link ScalarKernels#finishDeltas}.
 */
final class DeltaVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private DeltaVectors() {}

    /**
     * Column c and the rest of its vector, for so many examples, whose rows begin at {@code at} and are {@code pitch}
     * apart.
     */
    static void errors(float[] a, int at, int pitch, int examples, float[] mask, int c, float[] delta) {
        FloatVector ones = fromArray(SPECIES, mask, c);
        for (int b = 0, i = at; b < examples; b++, i += pitch) {
            fromArray(SPECIES, a, i).mul(ones).intoArray(delta, i);
        }
    }

    /** See {@link ScalarKernels#finishSigmoidDeltas}. */
    static void finishSigmoidDeltas(float[] delta, float[] a, float[] nudges, int from, int to, float rate) {
        FloatVector zero = zero(SPECIES);
        FloatVector limit = broadcast(SPECIES, Reference.FLUSH_LIMIT);
        for (int i = from; i < to; i += LANES) {
            FloatVector activation = fromArray(SPECIES, a, i);
            FloatVector slope = activation.mul(broadcast(SPECIES, 1f).sub(activation));
            FloatVector steep = fromArray(SPECIES, delta, i).mul(slope);
            FloatVector flushed = steep.blend(zero, steep.abs().compare(VectorOperators.LE, limit));
            flushed.intoArray(delta, i);
            flushed.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }

    /** See {@link ScalarKernels#finishDeltas}. */
    static void finishDeltas(float[] delta, float[] nudges, int from, int to, float rate) {
        FloatVector zero = zero(SPECIES);
        FloatVector limit = broadcast(SPECIES, Reference.FLUSH_LIMIT);
        for (int i = from; i < to; i += LANES) {
            FloatVector given = fromArray(SPECIES, delta, i);
            FloatVector flushed = given.blend(zero, given.abs().compare(VectorOperators.LE, limit));
            flushed.intoArray(delta, i);
            flushed.mul(broadcast(SPECIES, rate)).intoArray(nudges, i);
        }
    }
}
