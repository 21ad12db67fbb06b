package nudge.labeller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInBackoffAndTokenBucketTest {
    private final AtomicLong nanos = new AtomicLong(1);

    private static long wait(Runnable refused) {
        TooManyAttemptsException tooMany = catchThrowableOfType(TooManyAttemptsException.class, refused::run);
        return tooMany == null ? 0 : tooMany.waitSeconds();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void each_failure_behind_the_free_ones_doubles_the_wait_up_to_five_minutes() {
        SignInBackoff attempts = new SignInBackoff(5, nanos::get);
        for (int i = 0; i < 6; i++) {
            attempts.begin("ada");
        }
        for (long expected : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            assertThat(wait(() -> attempts.begin("ada"))).isEqualTo(expected);
            pass(Duration.ofSeconds(expected));
            attempts.begin("ada");
        }
        assertThatCode(() -> attempts.begin("grace")).doesNotThrowAnyException();
        attempts.forget("ada");
        assertThatCode(() -> attempts.begin("ada")).doesNotThrowAnyException();
    }

    @Test
    void failures_are_forgotten_after_a_while_and_an_address_gets_back_what_did_not_fail() {
        SignInBackoff attempts = new SignInBackoff(2, nanos::get);
        for (int i = 0; i < 50; i++) {
            attempts.begin("office");
            attempts.forgive("office");
        }
        for (int i = 0; i < 3; i++) {
            attempts.begin("office");
        }
        assertThat(wait(() -> attempts.begin("office"))).isEqualTo(1);
        pass(Duration.ofMinutes(11));
        attempts.begin("office");
        assertThatCode(() -> attempts.begin("office")).doesNotThrowAnyException();
    }

    @Test
    void an_allowance_comes_back_with_time() {
        TokenBucket allowance = new TokenBucket(10, 20, nanos::get);
        for (int i = 0; i < 20; i++) {
            allowance.take("a");
        }
        assertThat(wait(() -> allowance.take("a"))).isEqualTo(1);
        assertThatCode(() -> allowance.take("b")).doesNotThrowAnyException();
        pass(Duration.ofMillis(500));
        for (int i = 0; i < 5; i++) {
            allowance.take("a");
        }
        assertThat(wait(() -> allowance.take("a"))).isEqualTo(1);
    }
}
