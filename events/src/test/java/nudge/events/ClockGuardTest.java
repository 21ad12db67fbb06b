package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockGuardTest {
    private long clockMillis = 1_700_000_000_000L;
    private long nanos = 5;
    private final ClockGuard guard = ClockGuard.of(Thread.currentThread(), () -> clockMillis, () -> nanos);

    @AfterEach
    void close() {
        guard.close();
    }

    private void pass(long seconds) {
        clockMillis += TimeUnit.SECONDS.toMillis(seconds);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void a_thread_is_interrupted_once_when_the_clock_is_put_back_however_much_time_has_passed() {
        pass(3_600);
        guard.look();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(guard.wasPutBack()).isFalse();
        clockMillis -= TimeUnit.HOURS.toMillis(10);
        pass(60);
        guard.look();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(guard.wasPutBack()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        pass(60);
        guard.look();
        assertThat(guard.wasPutBack()).isFalse();
    }

    @Test
    void a_clock_that_is_put_forward_or_corrected_a_little_interrupts_nobody() {
        clockMillis += TimeUnit.HOURS.toMillis(10);
        guard.look();
        clockMillis -= 1_900;
        guard.look();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        clockMillis -= 2_000;
        guard.look();
        assertThat(guard.wasPutBack()).isTrue();
    }

    @Test
    void whoever_is_interrupted_for_another_reason_stays_so() {
        Thread.currentThread().interrupt();
        assertThat(guard.wasPutBack()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
