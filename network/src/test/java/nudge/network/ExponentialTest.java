package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {
    private interface Function {
        double of(double x);
    }

    private interface FloatFunction {
        float of(float x);
    }

    @Test
    void the_exponential_is_within_its_error_bound() {
        assertThat(worst(Exponential::exp, StrictMath::exp, true)).isLessThan(3e-7);
    }

    @Test
    void the_sigmoid_is_within_its_error_bounds() {
        Function sigmoid = z -> 1 / (1 + StrictMath.exp(-z));
        assertThat(worst(Exponential::sigmoid, sigmoid, false)).isLessThan(2e-7);
        assertThat(worst(Exponential::sigmoid, sigmoid, true)).isLessThan(5e-7);
    }

    @Test
    void the_hyperbolic_tangent_is_within_its_error_bound() {
        assertThat(worst(Exponential::tanh, StrictMath::tanh, false)).isLessThan(3e-7);
    }

    @Test
    void huge_arguments_stay_finite() {
        for (float z : new float[] {1e30f, -1e30f, Float.MAX_VALUE, 200f, -200f}) {
            assertThat(Exponential.exp(z)).isFinite().isPositive();
            assertThat(Exponential.sigmoid(z)).isBetween(0f, 1f);
            assertThat(Exponential.tanh(z)).isBetween(-1f, 1f);
        }
    }

    @Test
    void the_kernels_exponential_equals_the_scalar_one_to_the_bit() {
        float[] z = new float[16 * 4000];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 32_000) * 0.003f;
        }
        float[] kernel = z.clone();
        Kernels.fastest().activate(Activation.TANH, kernel, 0, kernel.length);
        for (int i = 0; i < z.length; i++) {
            assertThat(Float.floatToRawIntBits(kernel[i])).isEqualTo(Float.floatToRawIntBits(Exponential.tanh(z[i])));
        }
    }

    private static double worst(FloatFunction ours, Function exact, boolean relative) {
        double worst = 0;
        for (float x = -86.9f; x < 86.9f; x += 0.00037f) {
            double truth = exact.of(x);
            double error = Math.abs(ours.of(x) - truth);
            worst = Math.max(worst, relative ? error / truth : error);
        }
        return worst;
    }
}
