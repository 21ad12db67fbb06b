package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstLayerTest {
    private static final Digits SPARSE = new Digits(64, 3, 0);
    private static final Digits FULL = new Digits(64, 3, 31);

    @Test
    void digits_take_the_non_zero_pixels() {
        assertThat(fastest(SPARSE, 16, 64)).isEqualTo(FirstLayer.SPARSE);
        assertThat(fastest(SPARSE, 512, 10)).isEqualTo(FirstLayer.SPARSE);
    }

    @Test
    void many_digits_update_a_wide_layer_pixel_by_pixel() {
        assertThat(fastest(SPARSE, 512, 64)).isEqualTo(FirstLayer.PIXEL_MAJOR);
    }

    @Test
    void images_without_zero_pixels_take_all_pixels() {
        assertThat(fastest(FULL, 16, 64)).isEqualTo(FirstLayer.DENSE);
        assertThat(fastest(FULL, 512, 64)).isEqualTo(FirstLayer.DENSE);
    }

    private static FirstLayer fastest(Digits digits, int units, int examples) {
        NetworkSpec spec = NetworkSpec.parse("784," + units + ",10", Activation.SIGMOID, Cost.SQUARED_ERROR);
        MiniBatch batch = new MiniBatch(spec, examples);
        for (int n = 0; n < examples; n++) {
            digits.addTo(batch, n);
        }
        return FirstLayer.fastest(batch, units);
    }
}
