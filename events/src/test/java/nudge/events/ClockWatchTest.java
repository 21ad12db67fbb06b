package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private long clockMillis = 1_700_000_000_000L;
    private long nanos = 5;
    private final ClockWatch watch = new ClockWatch(() -> clockMillis, () -> nanos);

    private void pass(long seconds) {
        clockMillis += TimeUnit.SECONDS.toMillis(seconds);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void a_clock_that_is_put_back_is_noticed_once_however_much_time_has_passed() {
        pass(3_600);
        assertThat(watch.wasPutBack()).isFalse();
        clockMillis -= TimeUnit.HOURS.toMillis(10);
        pass(60);
        assertThat(watch.wasPutBack()).isTrue();
        pass(60);
        assertThat(watch.wasPutBack()).isFalse();
    }

    @Test
    void a_clock_that_is_put_forward_or_corrected_a_little_is_none() {
        clockMillis += TimeUnit.HOURS.toMillis(10);
        assertThat(watch.wasPutBack()).isFalse();
        clockMillis -= 1_900;
        assertThat(watch.wasPutBack()).isFalse();
        clockMillis -= 2_000;
        assertThat(watch.wasPutBack()).isTrue();
    }
}
