package nudge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nudge.benchmarks.Roofline.Ceiling;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Shape SEED = Shape.of("784-16-16-10");

    @Test
    void the_median_of_the_rounds_counts() {
        assertThat(Rates.of(List.of(3.0, 1.0, 9.0))).isEqualTo(new Rates(3, 1, 9));
        assertThat(Rates.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Rates(3, 1, 9));
    }

    @Test
    void cores_are_read_as_linux_lists_them() {
        assertThat(Cores.parse("0-3,8")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cores.parse("1")).containsExactly(1);
    }

    @Test
    void a_shape_is_whole_numbers() {
        assertThat(SEED.sizes()).containsExactly(784, 16, 16, 10);
        assertThatThrownBy(() -> Shape.of("784,30,10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a shape such as 784-30-10, got 784,30,10: separate whole numbers by hyphens");
    }

    @Test
    void goals_are_those_of_the_shape_the_mini_batch_and_the_input() {
        assertThat(Goals.beside("dl4j", TrainingData.DIGITS, SEED, 100)).hasValue(60);
        assertThat(Goals.beside("numpy", TrainingData.DIGITS, SEED, 10)).hasValue(10);
        assertThat(Goals.beside("numpy", TrainingData.INVERTED, SEED, 10)).hasValue(1);
        assertThat(Goals.beside("nudge", TrainingData.DIGITS, SEED, 100)).isEmpty();
        assertThat(Goals.twoCores(Shape.of("784-512-10"), 100)).hasValue(1.5);
    }

    /** 150 pixels of 16 units: 9,600 bytes read, and again read and written; 4,800 multiply-adds, and few above. */
    @Test
    void the_roofline_counts_what_an_example_needs() {
        Roofline line = Roofline.of(SEED, 100, 150, 1e6, new Ceiling(100e9, 96e9, 192e9));
        assertThat(line.memory()).isCloseTo(0.2, within(1e-9));
        double upper = 3 * 2 * (16 * 16 + 16 * 16);
        assertThat(line.arithmetic()).isCloseTo((2 * 2 * 150 * 16 + upper) / 1e5, within(1e-9));
    }
}
