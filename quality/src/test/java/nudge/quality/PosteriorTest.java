package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import nudge.quality.Posterior.Vote;
import org.junit.jupiter.api.Test;

class PosteriorTest {
    private static Vote vote(int digit, double trust) {
        return new Vote(digit, ConfusionMatrix.oneCoin(10, trust));
    }

    @Test
    void one_label_is_as_probable_as_its_annotator_is_trusted() {
        assertThat(Posterior.of(10, List.of(vote(3, .95))).probability(3)).isEqualTo(.95, within(1e-9));
    }

    @Test
    void two_that_agree_are_more_probable_than_either() {
        assertThat(Posterior.of(10, List.of(vote(3, .8), vote(3, .8))).probability(3))
                .isEqualTo(.993103, within(5e-7));
    }

    @Test
    void of_two_that_differ_the_more_trusted_is_more_probable() {
        Posterior posterior = Posterior.of(10, List.of(vote(4, .95), vote(9, .8)));
        assertThat(posterior.best()).isEqualTo(4);
        assertThat(posterior.probability(4)).isEqualTo(.795349, within(5e-7));
    }

    @Test
    void a_matrix_weighs_a_label_down_where_its_annotator_confuses() {
        double[] shares = new double[100];
        for (int k = 0; k < 10; k++) {
            Arrays.fill(shares, k * 10, k * 10 + 10, 0.001);
            shares[k * 10 + k] = 0.991;
        }
        shares[4 * 10 + 4] = 0.591;
        shares[4 * 10 + 9] = 0.401;
        ConfusionMatrix confuses = ConfusionMatrix.of(10, shares);
        assertThat(Posterior.of(10, List.of(new Vote(9, confuses))).probability(9))
                .isLessThan(0.72);
        assertThat(Posterior.of(10, List.of(new Vote(3, confuses))).probability(3))
                .isGreaterThan(0.99);
    }

    @Test
    void what_is_common_is_more_probable() {
        assertThat(Posterior.of(new double[] {.9, .1}, List.of()).probability(0))
                .isEqualTo(.9, within(1e-9));
        assertThat(Posterior.of(new double[] {.9, .1}, List.of(new Vote(1, ConfusionMatrix.oneCoin(2, .8))))
                        .probability(1))
                .isEqualTo(.08 / .26, within(1e-9));
    }

    @Test
    void what_is_impossible_stays_so_and_many_impossible_labels_do_not_overflow() {
        ConfusionMatrix never = ConfusionMatrix.oneCoin(10, 1);
        assertThat(Posterior.of(10, List.of(new Vote(2, never))).probability(2)).isEqualTo(1);
        Posterior posterior = Posterior.of(10, Collections.nCopies(10_000, new Vote(2, never)));
        assertThat(posterior.probability(2)).isEqualTo(1);
        assertThat(posterior.probability(3)).isZero();
    }

    @Test
    void the_best_is_looked_for_among_what_was_given() {
        Posterior posterior = Posterior.of(10, List.of(vote(4, .05), vote(4, .05)));
        assertThat(posterior.best()).isNotEqualTo(4);
        assertThat(posterior.bestOf(List.of(4))).isEqualTo(4);
        assertThatThrownBy(() -> posterior.bestOf(List.of())).hasMessage("expected at least one label, got none");
    }

    @Test
    void a_label_that_is_no_class_is_refused() {
        assertThatThrownBy(() -> Posterior.of(10, List.of(vote(10, .9))))
                .hasMessage("expected a label and a matrix of 10 classes, got 10 and 10 classes");
    }

    @Property(tries = 200)
    void the_order_of_the_labels_does_not_change_a_bit(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 9) Integer> given,
            @ForAll @DoubleRange(min = 0, max = 1) double trust,
            @ForAll long seed) {
        List<Vote> votes = new ArrayList<>();
        given.forEach(digit -> votes.add(vote(digit, (trust + digit * 0.61) % 1)));
        Posterior before = Posterior.of(10, votes);
        Collections.shuffle(votes, new Random(seed));
        assertThat(Posterior.of(10, votes)).isEqualTo(before);
    }

    @Property(tries = 200)
    void it_adds_up_to_1_and_other_names_of_the_classes_change_nothing_but_names(
            @ForAll @Size(max = 8) List<@IntRange(max = 9) Integer> given,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double trust,
            @ForAll @IntRange(max = 9) int shift) {
        Posterior one =
                Posterior.of(10, given.stream().map(digit -> vote(digit, trust)).toList());
        Posterior other = Posterior.of(
                10,
                given.stream().map(digit -> vote((digit + shift) % 10, trust)).toList());
        double sum = 0;
        for (int k = 0; k < 10; k++) {
            sum += one.probability(k);
            assertThat(other.probability((k + shift) % 10)).isEqualTo(one.probability(k), within(1e-9));
        }
        assertThat(sum).isEqualTo(1, within(1e-9));
    }
}
