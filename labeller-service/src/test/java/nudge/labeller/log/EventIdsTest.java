package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test
    void each_id_is_of_version_7_and_greater_than_the_one_before_although_the_clock_stands() {
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        EventIds ids = new EventIds(Clock.fixed(now, ZoneOffset.UTC));
        UUID before = ids.get();
        assertThat(before.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.get();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.toString()).isGreaterThan(before.toString());
            before = id;
        }
    }
}
