package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations in vectors: {@link Exponential}, operation by operation. Ranges are multiples of the vector's length. */
final class ActivationVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private ActivationVectors() {}

    static void sigmoid(float[] z, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            sigmoid(fromArray(SPECIES, z, i)).intoArray(z, i);
        }
    }

    static void tanh(float[] z, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector s = sigmoid(fromArray(SPECIES, z, i).mul(2f));
            s.fma(broadcast(SPECIES, 2f), broadcast(SPECIES, -1f)).intoArray(z, i);
        }
    }

    static void relu(float[] z, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            fromArray(SPECIES, z, i).max(0f).intoArray(z, i);
        }
    }

    static void exponentials(float[] z, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            exp(fromArray(SPECIES, z, i)).intoArray(z, i);
        }
    }

    private static FloatVector sigmoid(FloatVector z) {
        return broadcast(SPECIES, 1f).div(exp(z.neg()).add(1f));
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(-Exponential.LIMIT).min(Exponential.LIMIT);
        FloatVector rounded =
                bounded.fma(broadcast(SPECIES, Exponential.PER_LN2), broadcast(SPECIES, Exponential.ROUNDER));
        FloatVector n = rounded.sub(Exponential.ROUNDER);
        FloatVector r = n.fma(broadcast(SPECIES, -Exponential.LN2_HIGH), bounded);
        r = n.fma(broadcast(SPECIES, -Exponential.LN2_LOW), r);
        FloatVector p = r.fma(broadcast(SPECIES, Exponential.C6), broadcast(SPECIES, Exponential.C5));
        p = p.fma(r, broadcast(SPECIES, Exponential.C4));
        p = p.fma(r, broadcast(SPECIES, Exponential.C3));
        p = p.fma(r, broadcast(SPECIES, Exponential.C2));
        p = p.fma(r, broadcast(SPECIES, 1f));
        p = p.fma(r, broadcast(SPECIES, 1f));
        return p.reinterpretAsInts()
                .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }
}
