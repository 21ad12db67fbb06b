package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import nudge.labeller.database.StoreUnavailableException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartupRetryTest {
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void a_server_that_is_away_is_asked_again() {
        StartupRetry.with("Kafka", () -> {
            if (tries.incrementAndGet() < 3) {
                throw new TimeoutException("no answer");
            }
        });
        assertThat(tries).hasValue(3);
    }

    @Test
    void a_pool_that_has_no_connection_yet_is_asked_again() {
        String answer = StartupRetry.ask("the database", () -> {
            if (tries.incrementAndGet() < 3) {
                throw new StoreUnavailableException(
                        new SQLTransientConnectionException("Connection is not available, request timed out"));
            }
            return "the answer";
        });
        assertThat(answer).isEqualTo("the answer");
        assertThat(tries).hasValue(3);
    }

    @Test
    void what_the_server_refuses_is_not_asked_again() {
        assertThatThrownBy(() -> StartupRetry.with("Kafka", () -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_call_that_would_wait_for_hours_since_the_clock_was_put_back_is_made_anew() {
        AtomicLong ahead = new AtomicLong(Duration.ofHours(16).toMillis());
        StartupRetry.withKafka(
                "Kafka",
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        ahead.set(0);
                        new CountDownLatch(1).await(); // as Kafka's client, which waits by the machine's clock
                    }
                },
                () -> System.currentTimeMillis() + ahead.get());
        assertThat(tries).hasValue(2);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_client_that_tells_of_the_interrupt_by_its_own_exception_is_made_anew_as_well() {
        AtomicLong ahead = new AtomicLong(Duration.ofHours(16).toMillis());
        StartupRetry.withKafka(
                "Kafka",
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        ahead.set(0);
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException stop) {
                            throw new InterruptException(stop);
                        }
                    }
                },
                () -> System.currentTimeMillis() + ahead.get());
        assertThat(tries).hasValue(2);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_clock_that_is_put_back_between_two_tries_stops_nobody() {
        AtomicLong ahead = new AtomicLong(Duration.ofHours(16).toMillis());
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        StartupRetry.withKafka(
                "Kafka",
                () -> {
                    ahead.set(0);
                    if (System.nanoTime() < end) {
                        throw new TimeoutException("no answer");
                    }
                },
                () -> System.currentTimeMillis() + ahead.get());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whoever_is_interrupted_for_another_reason_stops() {
        assertThatThrownBy(() -> StartupRetry.with("Kafka", () -> {
                    throw new InterruptedException();
                }))
                .hasMessage("interrupted while waiting for Kafka");
        assertThat(Thread.interrupted()).isTrue();
    }
}
