package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void a_seed_gives_the_same_schedule_each_time() {
        assertThat(Schedule.of(41)).isEqualTo(Schedule.of(41)).isNotEqualTo(Schedule.of(44));
    }

    @Test
    void three_seeds_in_a_row_share_all_kinds_between_them() {
        List<Fault.Kind> kinds = LongStream.of(300, 301, 302)
                .mapToObj(Schedule::of)
                .flatMap(schedule -> schedule.faults().stream())
                .map(Fault::kind)
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder(Fault.Kind.values());
    }

    @Test
    void faults_follow_one_another_and_end() {
        List<Fault> faults = Schedule.of(7).faults();
        assertThat(faults).isSortedAccordingTo((one, other) -> Long.compare(one.at(), other.at()));
        assertThat(faults).allSatisfy(fault -> assertThat(fault.lasts()).isBetween(200L, 4_000L));
    }
}
