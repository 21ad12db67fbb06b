package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import nudge.events.CheckpointPublished;
import nudge.trainer.kafka.Retention.Kept;
import org.junit.jupiter.api.Test;

class RetentionTest {
    /** A checkpoint every 50 ms to 2 s, and a night now and then. */
    @Property(tries = 20)
    void few_are_kept_the_newest_and_the_oldest_among_them(@ForAll long seed) {
        Random random = new Random(seed);
        List<Kept> kept = new ArrayList<>();
        List<Kept> all = new ArrayList<>();
        long at = 1_000_000;
        for (int i = 0; i < 20_000; i++) {
            at += random.nextInt(5000) == 0 ? 36_000_000 : 50 + random.nextInt(2000);
            Kept checkpoint = new Kept("c" + i, 1, at);
            kept.add(checkpoint);
            all.add(checkpoint);
            List<Kept> before = List.copyOf(kept);
            List<Kept> forgotten = Retention.thin(kept, at);
            List<Kept> together = new ArrayList<>(kept);
            together.addAll(forgotten);
            assertThat(together).hasSameSizeAs(before);
            assertThat(kept.get(kept.size() - 1)).isEqualTo(checkpoint);
        }
        assertThat(kept).hasSizeLessThan(250);
        assertThat(kept.get(0)).isEqualTo(all.get(0));
        assertThat(kept.subList(kept.size() - Retention.NEWEST, kept.size()))
                .isEqualTo(all.subList(all.size() - Retention.NEWEST, all.size()));
    }

    /** The oldest, one at the age of {@code now - 100}, and the newest, which begin a gap of 1,000 behind the oldest. */
    private static List<Kept> withOneBetween() {
        List<Kept> kept = new ArrayList<>();
        kept.add(new Kept("oldest", 1, 0));
        kept.add(new Kept("between", 1, 100));
        for (int i = 0; i < Retention.NEWEST; i++) {
            kept.add(new Kept("new" + i, 1, 1000 + i));
        }
        return kept;
    }

    @Test
    void an_older_one_is_forgotten_when_the_gap_that_it_leaves_is_less_than_a_quarter_of_its_age() {
        assertThat(Retention.thin(withOneBetween(), 100 + 4 * 1000)).isEmpty();
        List<Kept> kept = withOneBetween();
        assertThat(Retention.thin(kept, 100 + 4 * 1000 + 1)).containsExactly(new Kept("between", 1, 100));
        assertThat(kept).hasSize(1 + Retention.NEWEST).doesNotContain(new Kept("between", 1, 100));
    }

    @Test
    void the_oldest_and_the_newest_are_never_forgotten() {
        List<Kept> kept = withOneBetween();
        kept.remove(1);
        assertThat(Retention.thin(kept, Long.MAX_VALUE / 8)).isEmpty();
    }

    /** A checkpoint every second, for 28 hours. */
    @Test
    void about_four_are_kept_for_each_doubling_of_the_age_and_none_leaves_a_gap_of_a_quarter_of_it() {
        List<Kept> kept = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            now += 1000;
            kept.add(new Kept("c" + i, 1, now));
            Retention.thin(kept, now);
        }
        for (int i = 0; i < kept.size() - Retention.NEWEST; i++) {
            long age = now - kept.get(i).at();
            assertThat(4 * (kept.get(i + 1).at() - kept.get(i).at())).isLessThan(age);
        }
        int doublings = 8;
        long from = now - (100_000L << doublings);
        long to = now - 100_000;
        assertThat(kept.stream().filter(each -> each.at() > from && each.at() <= to))
                .hasSizeBetween((int) (3.5 * doublings), (int) (4.5 * doublings));
    }

    /** A step and a checkpoint per second; at step 600 one more, in which nothing was learned. */
    @Test
    void the_weights_of_steps_100_600_and_6000_are_never_forgotten() {
        List<Kept> kept = new ArrayList<>();
        for (int step = 1; step <= 50_000; step++) {
            kept.add(new Kept(id(step, 1), 1, 1000L * step));
            Retention.thin(kept, 1000L * step);
            if (step == 600) {
                kept.add(new Kept(id(step, 2), 1, 1000L * step + 1));
            }
        }
        kept.subList(kept.size() - Retention.NEWEST, kept.size()).clear();
        Retention.thin(kept, Long.MAX_VALUE / 8);
        assertThat(kept)
                .extracting(Kept::checkpoint)
                .contains(id(100, 1), id(600, 2), id(6_000, 1))
                .doesNotContain(id(600, 1))
                .hasSizeLessThan(100);
    }

    private static String id(long step, int digest) {
        return CheckpointPublished.id(step, String.format(Locale.ROOT, "%016x", digest));
    }
}
