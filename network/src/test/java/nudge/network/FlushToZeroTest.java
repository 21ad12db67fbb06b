package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Confident units have deltas so small that they move no weight, but slow the processor down. */
class FlushToZeroTest {
    @Test
    void deltas_that_move_no_weight_count_as_zero() {
        for (float tiny : new float[] {0f, -0f, Float.MIN_VALUE, -1e-38f, 7e-31f, -7e-31f}) {
            assertThat(Float.floatToRawIntBits(Reference.flushToZero(tiny))).isZero();
        }
    }

    @Test
    void all_others_keep_their_bits() {
        for (float delta : new float[] {0x1p-74f, -0x1p-74f, 1e-9f, -0.25f, 1f}) {
            assertThat(Reference.flushToZero(delta)).isEqualTo(delta);
        }
        assertThat(Reference.flushToZero(Float.NaN)).isNaN();
    }

    @Test
    void deltas_are_finished_as_the_reference_does_it() {
        Random random = new Random(1);
        float[] deltas = new float[1008];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = (float) Math.scalb(random.nextDouble() - 0.5, -random.nextInt(140));
        }
        float[] finished = deltas.clone();
        float[] nudges = new float[deltas.length];
        Kernels.fastest().finishDeltas(finished, nudges, 0, deltas.length, 2f);
        for (int i = 0; i < deltas.length; i++) {
            float clean = Reference.flushToZero(deltas[i]);
            assertThat(Float.floatToRawIntBits(finished[i])).isEqualTo(Float.floatToRawIntBits(clean));
            assertThat(nudges[i]).isEqualTo(2f * clean);
        }
    }
}
