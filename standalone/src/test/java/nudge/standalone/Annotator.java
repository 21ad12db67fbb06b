package nudge.standalone;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Labels one image after the other over HTTP, twenty a second, until it is told to stop. */
final class Annotator {
    private static final long PACE_NANOS = Duration.ofMillis(50).toNanos();

    private final Api api;
    private final AtomicLong acknowledged = new AtomicLong();
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;
    private volatile long position;

    Annotator(String http, String token) {
        api = new Api(URI.create(http), () -> token);
        done = CompletableFuture.runAsync(this::labelAll);
    }

    private void labelAll() {
        try {
            while (!stopped) {
                List<Api.Task> tasks = api.tasks(8);
                if (tasks.isEmpty()) {
                    throw new AssertionError("expected images that wait for a label, got none: the pool is too small");
                }
                for (Api.Task task : tasks) {
                    position =
                            api.label(task, (int) (acknowledged.get() % 10), 0).position();
                    acknowledged.incrementAndGet();
                    LockSupport.parkNanos(PACE_NANOS);
                }
            }
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Whether it ended by an error, which {@link #stop()} then throws. */
    boolean failed() {
        return done.isCompletedExceptionally();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /**
     * Stops behind the label under way.
     *
     * @return the position of the last label in the log
     */
    long stop() {
        stopped = true;
        done.join();
        return position;
    }
}
