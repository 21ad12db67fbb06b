package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GapDetectorTest {
    private final GapDetector gaps = new GapDetector();

    @Test
    void records_that_follow_on_one_another_are_whole() {
        gaps.link(1, 0);
        gaps.link(5, 1);
        gaps.link(6, 5);
        assertThat(gaps.position()).isEqualTo(6);
    }

    @Test
    void a_missing_record_halts_and_says_where() {
        gaps.link(1, 0);
        assertThatThrownBy(() -> gaps.link(6, 5))
                .isInstanceOf(HaltedException.class)
                .hasMessageContaining(
                        "expected a label record that follows on position 1, got position 6 that follows on 5: records of"
                                + " nudge.labels are missing");
    }

    @Test
    void a_record_that_comes_twice_halts() {
        gaps.link(1, 0);
        gaps.link(2, 1);
        assertThatThrownBy(() -> gaps.link(2, 1)).hasMessageContaining("come twice");
    }

    @Test
    void a_stranger_between_two_records_is_no_gap() {
        gaps.link(1, 0);
        gaps.unreadable(null, null);
        gaps.unreadable(7L, 3L);
        gaps.link(2, 1);
        assertThat(gaps.position()).isEqualTo(2);
    }

    @Test
    void an_unreadable_link_is_no_gap() {
        gaps.link(1, 0);
        gaps.unreadable(null, null);
        gaps.link(3, 2);
        gaps.unreadable(4L, 3L);
        gaps.link(5, 4);
        assertThat(gaps.position()).isEqualTo(5);
    }

    @Test
    void a_bad_record_whose_positions_can_be_read_hides_no_gap() {
        gaps.link(1, 0);
        gaps.unreadable(4L, 3L);
        assertThatThrownBy(() -> gaps.link(5, 4)).isInstanceOf(HaltedException.class);
    }

    /** Links of a chain, some of them bad, and strangers between them: whole. Without one of the good links: not. */
    @Property(tries = 500)
    void a_whole_chain_is_whole_and_a_lost_link_is_found(
            @ForAll @IntRange(min = 2, max = 40) int links, @ForAll long seed) {
        Random random = new Random(seed);
        List<long[]> records = new ArrayList<>();
        long previous = 0;
        for (int i = 0; i < links; i++) {
            long position = previous + 1 + random.nextInt(3);
            boolean bad = random.nextInt(4) == 0;
            records.add(new long[] {position, previous, bad ? 1 : 0});
            previous = position;
        }
        records.add(new long[] {previous + 1, previous, 0});
        assertThatCode(() -> follow(records)).doesNotThrowAnyException();

        List<Integer> good = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            if (records.get(i)[2] == 0) {
                good.add(i);
            }
        }
        if (!good.isEmpty()) {
            records.remove((int) good.get(random.nextInt(good.size())));
            assertThatThrownBy(() -> follow(records)).isInstanceOf(HaltedException.class);
        }
    }

    private static void follow(List<long[]> records) {
        GapDetector gaps = new GapDetector();
        for (long[] record : records) {
            if (record[2] == 1) {
                gaps.unreadable(record[0], record[1]);
            } else {
                gaps.link(record[0], record[1]);
            }
        }
    }
}
