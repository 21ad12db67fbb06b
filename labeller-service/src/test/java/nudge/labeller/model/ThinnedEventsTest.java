package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import nudge.events.AccuracyMeasured;
import org.junit.jupiter.api.Test;

class ThinnedEventsTest {
    private static final int RECENT = 100;
    private static final int OLDER = 50;

    private final ThinnedEvents<TrainerEvent.Accuracy> events = new ThinnedEvents<>(RECENT, OLDER);

    private static TrainerEvent.Accuracy event(long offset) {
        AccuracyMeasured measured = new AccuracyMeasured(
                "checkpoint-" + offset,
                "digits",
                offset,
                offset,
                10,
                9,
                0.9,
                0.8,
                0.95,
                0.1,
                null,
                Collections.nCopies(10, Collections.nCopies(10, 1)),
                Instant.EPOCH);
        return new TrainerEvent.Accuracy(measured, offset);
    }

    private void add(long from, long to) {
        LongStream.range(from, to).forEach(offset -> events.add(event(offset)));
    }

    private static List<Long> offsets(Iterable<TrainerEvent.Accuracy> events) {
        List<Long> offsets = new java.util.ArrayList<>();
        events.forEach(each -> offsets.add(each.offset()));
        return offsets;
    }

    @Test
    void all_are_in_the_curve_as_long_as_they_are_few() {
        add(0, 150);
        assertThat(offsets(events.curve(150)))
                .containsExactlyElementsOf(LongStream.range(0, 150).boxed().toList());
        assertThat(events.newestOffset()).isEqualTo(149);
    }

    @Test
    void of_very_many_the_recent_are_all_there_and_the_older_are_evenly_spread() {
        add(0, 100_000);
        List<Long> all = offsets(events.curve(Integer.MAX_VALUE));
        assertThat(all).hasSizeLessThan(RECENT + 2 * OLDER).isSorted().doesNotHaveDuplicates();
        assertThat(all.subList(all.size() - RECENT, all.size()))
                .containsExactlyElementsOf(
                        LongStream.range(100_000 - RECENT, 100_000).boxed().toList());
        assertThat(all.get(0)).isZero();
        List<Long> older = all.subList(0, all.size() - RECENT + 1);
        for (int i = 1; i < older.size(); i++) {
            assertThat(older.get(i) - older.get(i - 1)).isLessThanOrEqualTo(2 * 100_000 / OLDER);
        }
    }

    @Test
    void half_of_a_curve_are_the_newest_and_the_other_half_reach_back_to_the_first() {
        add(0, 100_000);
        List<Long> curve = offsets(events.curve(21));
        assertThat(curve).hasSizeBetween(15, 21).isSorted().startsWith(0L);
        assertThat(curve.subList(curve.size() - 11, curve.size()))
                .containsExactlyElementsOf(
                        LongStream.range(100_000 - 11, 100_000).boxed().toList());
        assertThat(curve.get(curve.size() - 13)).isGreaterThan(80_000);
        assertThat(offsets(events.curve(1))).containsExactly(99_999L);
    }

    @Test
    void samples_of_before_stand_in_front_of_the_recent_ones() {
        add(50_000, 50_200);
        for (long offset = 0; offset < 50_000; offset += 2000) {
            events.addOlder(event(offset));
        }
        assertThat(offsets(events.curve(1_000)))
                .isSorted()
                .startsWith(0L, 2000L, 4000L)
                .endsWith(50_199L);
        assertThat(offsets(events.newest(2))).containsExactly(50_198L, 50_199L);
    }

    @Test
    void what_leaves_the_recent_ones_is_told() {
        add(0, RECENT);
        assertThat(events.add(event(RECENT))).isEqualTo(event(0));
        assertThat(offsets(events.behind(RECENT - 2, 10))).containsExactly(RECENT - 1L, (long) RECENT);
        assertThat(offsets(events.behind(-1, 3))).hasSize(3);
    }
}
