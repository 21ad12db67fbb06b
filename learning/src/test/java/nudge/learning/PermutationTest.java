package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Property(tries = 300)
    void every_number_comes_once(@ForAll long seed, @ForAll long epoch, @ForAll @IntRange(max = 5000) int size) {
        Permutation permutation = new Permutation(seed, epoch, size);
        BitSet seen = new BitSet(size);
        for (int place = 0; place < size; place++) {
            int number = permutation.at(place);
            assertThat(number).isBetween(0, size - 1);
            assertThat(seen.get(number)).isFalse();
            seen.set(number);
        }
    }

    @Property(tries = 50)
    void another_epoch_and_another_seed_give_another_order(@ForAll long seed, @ForAll long epoch) {
        int[] order = order(seed, epoch, 1000);
        assertThat(order(seed, epoch, 1000)).isEqualTo(order);
        assertThat(same(order, order(seed, epoch + 1, 1000))).isLessThan(20);
        assertThat(same(order, order(seed + 1, epoch, 1000))).isLessThan(20);
    }

    /** Chi-squared with 30 degrees of freedom for each place: beyond 80 about once in 400,000. */
    @Test
    void every_number_is_as_likely_at_every_place() {
        int size = 31;
        int epochs = 31_000;
        int[][] count = new int[size][size];
        for (int epoch = 0; epoch < epochs; epoch++) {
            Permutation permutation = new Permutation(1, epoch, size);
            for (int place = 0; place < size; place++) {
                count[place][permutation.at(place)]++;
            }
        }
        double expected = (double) epochs / size;
        for (int[] place : count) {
            double chiSquared = Arrays.stream(place)
                    .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                    .sum();
            assertThat(chiSquared).isLessThan(80);
        }
    }

    @Test
    void neighbours_do_not_stay_neighbours() {
        int[] order = order(1, 1, 60_000);
        long near = IntStream.range(1, order.length)
                .filter(i -> Math.abs(order[i] - order[i - 1]) <= 10)
                .count();
        assertThat(near).isBetween(5L, 50L);
    }

    @Test
    void a_place_outside_and_a_negative_size_are_refused() {
        assertThatThrownBy(() -> new Permutation(1, 1, 5).at(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Permutation(1, 1, -1)).hasMessageContaining("got -1");
    }

    /** The order is part of what a checkpoint means: it must never change. */
    @Test
    void the_order_is_golden() {
        assertThat(order(1, 1, 12)).containsExactly(3, 5, 6, 1, 10, 0, 2, 8, 11, 9, 7, 4);
        // Sizes at and around powers of two, with halves of one size and of different ones.
        assertThat(order(7, 0, 2)).containsExactly(0, 1);
        assertThat(order(2, 3, 5)).containsExactly(2, 3, 4, 1, 0);
        assertThat(order(2, 3, 8)).containsExactly(2, 7, 6, 1, 0, 5, 4, 3);
        assertThat(order(2, 3, 16)).containsExactly(10, 7, 8, 12, 0, 5, 9, 13, 2, 15, 14, 1, 11, 6, 4, 3);
        assertThat(order(-9, 5, 17)).containsExactly(12, 10, 11, 5, 7, 16, 6, 13, 3, 0, 8, 15, 4, 9, 1, 14, 2);
    }

    private static int[] order(long seed, long epoch, int size) {
        Permutation permutation = new Permutation(seed, epoch, size);
        return IntStream.range(0, size).map(permutation::at).toArray();
    }

    private static long same(int[] a, int[] b) {
        return IntStream.range(0, a.length).filter(i -> a[i] == b[i]).count();
    }
}
