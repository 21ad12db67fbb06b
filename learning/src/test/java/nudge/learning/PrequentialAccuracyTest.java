package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrequentialAccuracyTest {
    private final PrequentialAccuracy prequential = new PrequentialAccuracy();

    @Test
    void before_the_first_example_there_is_none() {
        assertThat(prequential.accuracy()).isNull();
    }

    @Test
    void it_is_the_share_of_those_that_were_recognised() {
        saw(1, false);
        assertThat(prequential.accuracy()).isZero();
        saw(3, true);
        assertThat(prequential.accuracy()).isEqualTo(0.75);
        saw(1, true);
        assertThat(prequential.accuracy()).isEqualTo(0.8);
    }

    @Test
    void only_the_latest_thousand_count() {
        saw(1, true);
        saw(999, false);
        assertThat(prequential.accuracy()).isEqualTo(0.001);
        saw(1, false);
        assertThat(prequential.accuracy()).isZero();
        saw(250, true);
        assertThat(prequential.accuracy()).isEqualTo(0.25);
        saw(1750, true);
        assertThat(prequential.accuracy()).isEqualTo(1);
        saw(500, false);
        assertThat(prequential.accuracy()).isEqualTo(0.5);
    }

    private void saw(int examples, boolean right) {
        for (int i = 0; i < examples; i++) {
            prequential.saw(right);
        }
    }
}
