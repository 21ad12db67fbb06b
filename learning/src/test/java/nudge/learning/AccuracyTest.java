package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    /** Values of Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3. */
    @Test
    void the_wilson_interval_is_the_published_one() {
        assertThat(Accuracy.wilson(81, 263)[0]).isCloseTo(0.2553, within(5e-5));
        assertThat(Accuracy.wilson(81, 263)[1]).isCloseTo(0.3662, within(5e-5));
        assertThat(Accuracy.wilson(0, 20)[0]).isZero();
        assertThat(Accuracy.wilson(0, 20)[1]).isCloseTo(0.1611, within(5e-5));
        assertThat(Accuracy.wilson(1, 29)[0]).isCloseTo(0.0061, within(5e-5));
        assertThat(Accuracy.wilson(1, 29)[1]).isCloseTo(0.1718, within(5e-5));
    }
}
