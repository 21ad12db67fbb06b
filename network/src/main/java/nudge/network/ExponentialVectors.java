package nudge.network;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Exponential#exp} in vectors, operation by operation. No vector is passed to another method: where the compiler
 * does not inline a call, each vector that is passed becomes a new object. The launchers keep both methods from being
 * inlined themselves: JVM flags name them, so they must not be renamed.
 */
final class ExponentialVectors {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.species();
    private static final int LANES = SPECIES.length();

    private ExponentialVectors() {}

    /** z = exp(factor z) for z[from, to), a multiple of the vector's length. */
    static void exponentials(float[] z, int from, int to, float factor) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = fromArray(SPECIES, z, i).mul(broadcast(SPECIES, factor));
            FloatVector bounded =
                    x.max(broadcast(SPECIES, -Exponential.LIMIT)).min(broadcast(SPECIES, Exponential.LIMIT));
            FloatVector rounded =
                    bounded.fma(broadcast(SPECIES, Exponential.PER_LN2), broadcast(SPECIES, Exponential.ROUNDER));
            FloatVector n = rounded.sub(broadcast(SPECIES, Exponential.ROUNDER));
            FloatVector r = n.fma(broadcast(SPECIES, -Exponential.LN2_HIGH), bounded);
            r = n.fma(broadcast(SPECIES, -Exponential.LN2_LOW), r);
            FloatVector p = r.fma(broadcast(SPECIES, Exponential.C6), broadcast(SPECIES, Exponential.C5));
            p = p.fma(r, broadcast(SPECIES, Exponential.C4));
            p = p.fma(r, broadcast(SPECIES, Exponential.C3));
            p = p.fma(r, broadcast(SPECIES, Exponential.C2));
            p = p.fma(r, broadcast(SPECIES, 1f));
            p = p.fma(r, broadcast(SPECIES, 1f));
            p.reinterpretAsInts()
                    .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .intoArray(z, i);
        }
    }

    /** z = 1 / (1 + exp(factor z)) for z[from, to), a multiple of the vector's length. */
    static void sigmoids(float[] z, int from, int to, float factor) {
        exponentials(z, from, to, factor);
        FloatVector one = broadcast(SPECIES, 1f);
        for (int i = from; i < to; i += LANES) {
            one.div(one.add(fromArray(SPECIES, z, i))).intoArray(z, i);
        }
    }
}
