package nudge.learning.champion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
    private static final MathContext EXACT = new MathContext(60);

    /** The sum of P[X = k] for k in [from, to], X ~ Bin(trials, thousandths / 1000). */
    private static double sum(int from, int to, int trials, int thousandths) {
        BigDecimal chance = BigDecimal.valueOf(thousandths, 3);
        BigDecimal other = BigDecimal.ONE.subtract(chance);
        BigDecimal sum = BigDecimal.ZERO;
        BigInteger ways = BigInteger.ONE;
        for (int k = 0; k <= to; k++) {
            if (k >= from) {
                sum = sum.add(new BigDecimal(ways)
                        .multiply(chance.pow(k, EXACT), EXACT)
                        .multiply(other.pow(trials - k, EXACT), EXACT));
            }
            ways = ways.multiply(BigInteger.valueOf(trials - k)).divide(BigInteger.valueOf(k + 1));
        }
        return sum.doubleValue();
    }

    @Property(tries = 300)
    void tails_are_the_exact_sums(
            @ForAll @IntRange(min = 1, max = 300) int trials,
            @ForAll @IntRange(min = 1, max = 999) int thousandths,
            @ForAll @IntRange(min = 0, max = 300) int successes) {
        int k = successes % (trials + 1);
        double chance = thousandths / 1000.0;
        assertClose(Binomial.atMost(k, trials, chance), sum(0, k, trials, thousandths));
        assertClose(Binomial.atLeast(k, trials, chance), sum(k, trials, trials, thousandths));
    }

    private static void assertClose(double actual, double exact) {
        // Where the library computes one minus the other tail, that is what rounds.
        assertThat(actual).isCloseTo(exact, within(1e-11 * exact + 1e-300));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 5, 0.3, 0, 1",
        "0, 5, 0.3, 0.16807, 1",
        "5, 5, 0.3, 1, 0.00243",
        "6, 5, 0.3, 1, 0",
        "0, 0, 0.5, 1, 1"
    })
    void at_the_ends_tails_are_all_or_nothing(int k, int trials, double chance, double atMost, double atLeast) {
        assertThat(Binomial.atMost(k, trials, chance)).isCloseTo(atMost, within(1e-15));
        assertThat(Binomial.atLeast(k, trials, chance)).isCloseTo(atLeast, within(1e-15));
    }

    @Test
    void what_never_or_always_happens_does_so() {
        assertThat(Binomial.atMost(3, 5, 0)).isEqualTo(1);
        assertThat(Binomial.atLeast(3, 5, 0)).isZero();
        assertThat(Binomial.atMost(3, 5, 1)).isZero();
        assertThat(Binomial.atLeast(3, 5, 1)).isEqualTo(1);
    }

    /** The upper ends of published two-sided 95 % intervals, and of exact sums solved with 80 digits. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.025, 0.30849710781876083",
        "5, 10, 0.025, 0.8129139715526015",
        "10, 100, 0.025, 0.1762225977400227",
        "0, 10000, 1e-9, 0.0020701807974724492",
        "25, 10000, 1e-9, 0.006886406905578569",
        "250, 10000, 1e-9, 0.035602871969427692",
        "1020, 20000, 1e-9, 0.060906709599636039",
        "10, 10, 1e-9, 1"
    })
    void the_bound_of_a_share_is_that_of_clopper_and_pearson(int count, int of, double alpha, double bound) {
        assertThat(Binomial.upperBound(count, of, alpha)).isCloseTo(bound, withinPercentage(1e-8));
    }

    @Property(tries = 200)
    void at_its_bound_so_few_are_seen_with_the_probability_that_was_asked_for(
            @ForAll @IntRange(min = 1, max = 20_000) int of, @ForAll @IntRange(min = 0, max = 20_000) int some) {
        int count = some % of;
        double bound = Binomial.upperBound(count, of, 1e-9);
        assertThat(Binomial.atMost(count, of, bound)).isLessThanOrEqualTo(1e-9 * (1 + 1e-7));
        assertThat(Binomial.atMost(count, of, bound * (1 - 1e-9) - 1e-12)).isGreaterThan(1e-9 * (1 - 1e-5));
    }
}
