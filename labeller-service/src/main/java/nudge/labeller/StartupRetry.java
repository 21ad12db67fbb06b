package nudge.labeller;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start for a server that is away: it may be starting as well. */
final class StartupRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StartupRetry.class);
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 500;

    /**
     * SQLSTATE classes 08, 53, 57 and 58: no connection, no resources, shutting down or starting, a disk that fails. And
     * 23505, 42P06 and 42P07: another labeller creates the schema at this moment.
     */
    private static final Pattern PASSES = Pattern.compile("08...|53...|57...|58...|23505|42P06|42P07");

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
        long end = System.nanoTime() + MOST.toNanos();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (RuntimeException failed) {
                    if (!isAway(failed) || System.nanoTime() > end) {
                        throw failed;
                    }
                    LOG.warn("waiting for {}: {}", server, reason(failed));
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + server, stop);
        }
    }

    private static boolean isAway(Throwable failed) {
        return causes(failed)
                .anyMatch(cause -> cause instanceof RetriableException
                        || (cause instanceof SQLException refused
                                && refused.getSQLState() != null
                                && PASSES.matcher(refused.getSQLState()).matches()));
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
