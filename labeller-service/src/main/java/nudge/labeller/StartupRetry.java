package nudge.labeller;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nudge.events.ClockGuard;
import nudge.labeller.database.SqlState;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start for a server that is away: it may be starting as well. */
final class StartupRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StartupRetry.class);
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 500;

    private StartupRetry() {}

    /** What needs a server. */
    interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Does the work, again and again while the server is away.
     *
     * @param server for people
     * @throws RuntimeException the work's own, when it cannot be done, or the server stays away
     */
    static void with(String server, Work work) {
        try {
            repeat(server, work, () -> false);
        } catch (InterruptedException stop) {
            throw interrupted(server, stop);
        }
    }

    /**
     * As {@link #with}, for a question.
     *
     * @param question when its answer is lost it is asked again
     */
    static <T> T ask(String server, Supplier<T> question) {
        AtomicReference<@Nullable T> answer = new AtomicReference<>();
        with(server, () -> answer.set(question.get()));
        return Objects.requireNonNull(answer.get());
    }

    /** As {@link #with}, for Kafka, whose clients wait by the machine's clock: when that is put back they are made anew. */
    static void withKafka(String server, Work work) {
        withKafka(server, work, System::currentTimeMillis);
    }

    /** @param clockMillis the machine's clock */
    static void withKafka(String server, Work work, LongSupplier clockMillis) {
        try (ClockGuard clock = ClockGuard.ofThisThread(clockMillis)) {
            repeat(server, work, clock::wasPutBack);
        } catch (InterruptedException stop) {
            throw interrupted(server, stop);
        }
    }

    private static IllegalStateException interrupted(String server, InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for " + server, stop);
    }

    /** @param clockWasPutBack whether that is why the thread was interrupted */
    private static void repeat(String server, Work work, BooleanSupplier clockWasPutBack) throws InterruptedException {
        long end = System.nanoTime() + MOST.toNanos();
        boolean done = false;
        while (!done) {
            try {
                done = done(server, work, end);
            } catch (InterruptedException | InterruptException stop) {
                if (!clockWasPutBack.getAsBoolean()) {
                    throw stop;
                }
                LOG.warn("waiting for {}: the machine's clock was put back", server);
            }
        }
    }

    /** Does the work, or waits a moment. */
    private static boolean done(String server, Work work, long end) throws InterruptedException {
        try {
            work.run();
            return true;
        } catch (InterruptException stop) {
            throw stop;
        } catch (RuntimeException failed) {
            if (!isAway(failed) || System.nanoTime() > end) {
                throw failed;
            }
            LOG.warn("waiting for {}: {}", server, reason(failed));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return false;
        }
    }

    private static boolean isAway(Throwable failed) {
        return SqlState.PASSES_AT_START.is(failed)
                || causes(failed)
                        .anyMatch(cause ->
                                // The pool's, of a connection that did not come in time: it may have no state.
                                cause instanceof SQLTransientConnectionException
                                        || cause instanceof RetriableException);
    }

    private static String reason(Throwable failed) {
        return causes(failed)
                .reduce((outer, inner) -> inner)
                .map(cause -> String.valueOf(cause.getMessage()))
                .orElse("");
    }

    private static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause);
    }
}
