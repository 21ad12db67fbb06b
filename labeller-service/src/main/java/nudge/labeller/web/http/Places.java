package nudge.labeller.web.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nudge.labeller.access.TooManyAttemptsException;

/** How many requests of a kind are carried out at once, since each holds much. Thread-safe. */
public final class Places {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final int most;
    private final String underWay;
    private final Duration patience;
    private final Semaphore free;

    /** What a request does once it has a place. */
    public interface Work<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * So many places.
     *
     * @param underWay what holds them, for people: "imports are under way"
     * @param patience how long a request waits for a place
     */
    public Places(int most, String underWay, Duration patience) {
        this.most = most;
        this.underWay = underWay;
        this.patience = patience;
        this.free = new Semaphore(most);
    }

    /**
     * Holds a place while it works.
     *
     * @throws TooManyAttemptsException when no place becomes free in time
     * @throws X as the work throws it
     */
    public <T, X extends Exception> T hold(Work<T, X> work) throws X, InterruptedException {
        if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TooManyAttemptsException(most + " " + underWay + ", and no more at once: try again", AGAIN);
        }
        try {
            return work.run();
        } finally {
            free.release();
        }
    }
}
