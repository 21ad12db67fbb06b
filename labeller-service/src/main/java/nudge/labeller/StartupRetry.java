package nudge.labeller;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import nudge.events.ClockGuard;
import nudge.labeller.database.SqlState;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
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
        with(server, work, System::currentTimeMillis);
    }

    /** @param clockMillis the machine's clock, by which the clients of some servers wait: when it is put back they are made anew */
    static void with(String server, Work work, LongSupplier clockMillis) {
        try (ClockGuard clock = ClockGuard.ofThisThread(clockMillis)) {
            long end = System.nanoTime() + MOST.toNanos();
            boolean done = false;
            while (!done) {
                try {
                    done = done(server, work, end);
                } catch (InterruptedException | InterruptException stop) {
                    if (!clock.wasPutBack()) {
                        throw stop;
                    }
                    LOG.warn("waiting for {}: the machine's clock was put back", server);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + server, stop);
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
        return SqlState.PASSES_AT_START.is(failed) || causes(failed).anyMatch(RetriableException.class::isInstance);
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
