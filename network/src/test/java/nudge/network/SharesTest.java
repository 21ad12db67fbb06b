package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every part of a step belongs to one thread. */
class SharesTest {
    @Property(tries = 200)
    void shares_of_examples_follow_one_another_without_a_gap(
            @ForAll @IntRange(min = 1, max = 64) int threads, @ForAll @IntRange(min = 1, max = 300) int examples) {
        Shares shares = new Shares(threads, 16);
        for (FirstLayer method : FirstLayer.values()) {
            assertThat(shares.firstExample(examples, method, 0)).isZero();
            assertThat(shares.firstExample(examples, method, threads)).isEqualTo(examples);
            for (int share = 0; share < threads; share++) {
                assertThat(shares.firstExample(examples, method, share))
                        .isLessThanOrEqualTo(shares.firstExample(examples, method, share + 1));
            }
        }
    }

    @Property(tries = 200)
    void dense_examples_are_divided_in_whole_tiles(
            @ForAll @IntRange(min = 1, max = 64) int threads, @ForAll @IntRange(min = 1, max = 300) int examples) {
        Shares shares = new Shares(threads, 16);
        for (int share = 0; share < threads; share++) {
            int first = shares.firstExample(examples, FirstLayer.DENSE, share);
            assertThat(first == examples || first % DenseImages.TILE == 0).isTrue();
        }
    }

    @Property(tries = 200)
    void ranges_of_columns_begin_at_panels_and_cover_all_units(
            @ForAll @IntRange(min = 1, max = 64) int threads, @ForAll @IntRange(min = 1, max = 40) int blocks) {
        int units = blocks * Layer.BLOCK;
        Shares shares = new Shares(threads, units);
        int ranges = shares.tasks() / 2;
        assertThat(shares.firstColumn(0)).isZero();
        assertThat(shares.firstColumn(ranges)).isEqualTo(units);
        for (int range = 0; range < ranges; range++) {
            assertThat(shares.firstColumn(range) % Layer.PANEL).isZero();
            assertThat(shares.firstColumn(range)).isLessThanOrEqualTo(shares.firstColumn(range + 1));
        }
    }
}
