package nudge.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import nudge.trainer.kafka.Retention.Kept;

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
}
