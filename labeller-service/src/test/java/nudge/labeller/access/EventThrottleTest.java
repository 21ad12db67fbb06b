package nudge.labeller.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventThrottleTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final EventThrottle throttle = new EventThrottle(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void one_event_per_key_and_minute_passes_and_tells_how_many_did_not() {
        assertThat(throttle.pass("mallory")).hasValue(0);
        for (int i = 0; i < 41; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(throttle.pass("mallory")).isEmpty();
        }
        assertThat(throttle.pass("eve")).hasValue(0);
        pass(Duration.ofSeconds(19));
        assertThat(throttle.pass("mallory")).hasValue(41);
        pass(Duration.ofMinutes(1));
        assertThat(throttle.pass("mallory")).hasValue(0);
    }

    @Test
    void many_keys_together_do_not_fill_the_log_either() {
        int passed = 0;
        for (int i = 0; i < 10_000; i++) {
            passed += throttle.pass(i).isPresent() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(EventThrottle.MOST_A_MINUTE);
        pass(Duration.ofMinutes(1));
        assertThat(throttle.pass(9_999)).as("held back before").hasValue(1);
    }
}
