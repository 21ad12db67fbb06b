package nudge.labeller.statistics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The labels of the whole log in memory, so that no question costs the log's length. A thread of its own reads what is behind the
 * position that it has reached. It starts when somebody first asks, or when {@link #start} says that somebody will, and reads on as
 * long as somebody has asked within the last ten minutes: an installation where nobody asks pays nothing. Thread-safe.
 *
 * <p>Every method that answers waits up to {@link #PATIENCE} until what was in the log when it was called is read. If that does
 * not suffice it throws {@link HistoryLoadingException} while the log is read for the first time, and otherwise answers as of the
 * position that is reached. All throw {@link StoreUnavailableException} when the database does not answer.
 */
public final class LabelHistory implements AutoCloseable {
    /** How long an answer waits for what is new in the log. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(LabelHistory.class);
    private static final int CHUNK = 5_000;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long INTEREST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Database database;
    private final Duration patience;
    /** Guarded by this. */
    private final LabelFold fold = new LabelFold();

    private @Nullable Thread thread;
    private long asked = System.nanoTime() - INTEREST_NANOS;
    private long wanted;
    private boolean loaded;
    private boolean closed;
    private @Nullable RuntimeException fault;

    public LabelHistory(Database database) {
        this(database, PATIENCE);
    }

    LabelHistory(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Begins to read the log, unless that has begun. */
    public synchronized void start() {
        if (thread == null && !closed) {
            asked = System.nanoTime();
            thread = new Thread(this::follow, "label-history");
            thread.setDaemon(true);
            thread.start();
        }
    }

    synchronized boolean isReading() {
        return thread != null && thread.isAlive();
    }

    /**
     * What the events up to a position come to, read from the log alone: takes as long as the log is.
     *
     * @throws IllegalArgumentException when the log does not reach so far
     */
    static LabelFold fold(Database database, long position) {
        LabelFold then = new LabelFold();
        while (then.position() < position) {
            int count = (int) Math.min(CHUNK, position - then.position());
            List<StoredEvent> chunk = chunk(database, then.position(), count);
            if (chunk.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a position of the log, which ends at " + then.position() + ", got " + position);
            }
            chunk.forEach(then::take);
        }
        return then;
    }

    /** Lets somebody look at the labels, and at nothing else, while no event is taken. */
    <T> T read(Function<LabelFold, T> reader) {
        long head = database.withHandle(Log::head).position();
        synchronized (this) {
            start();
            await(head);
            return reader.apply(fold);
        }
    }

    private void await(long head) {
        asked = System.nanoTime();
        wanted = Math.max(wanted, head);
        notifyAll();
        long left = patience.toNanos();
        while (fold.position() < head && left > 0 && fault == null && !closed) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the labels in the log are read", stop);
            }
            left = patience.toNanos() - (System.nanoTime() - asked);
        }
        if (fault != null) {
            throw new IllegalStateException("the labels in the log cannot be read: " + fault.getMessage(), fault);
        }
        if (!loaded && fold.position() < head) {
            throw new HistoryLoadingException(fold.position(), head);
        }
    }

    private void follow() {
        try {
            while (waitUntilWanted()) {
                readOn();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("the labels in the log cannot be read: figures about labels and people are not shown", failed);
            synchronized (this) {
                fault = failed;
                notifyAll();
            }
        }
    }

    /** @return false when it is closed */
    private synchronized boolean waitUntilWanted() throws InterruptedException {
        boolean paused = false;
        while (!closed && hasReadAll() && !(paused && System.nanoTime() - asked < INTEREST_NANOS)) {
            if (System.nanoTime() - asked < INTEREST_NANOS) {
                TimeUnit.NANOSECONDS.timedWait(this, PAUSE_NANOS);
                paused = true;
            } else {
                wait();
            }
        }
        return !closed;
    }

    /** Whether everything that was asked for is read. */
    synchronized boolean hasReadAll() {
        return loaded && fold.position() >= wanted;
    }

    /** Up to the log's end. */
    private void readOn() throws InterruptedException {
        List<StoredEvent> chunk;
        do {
            try {
                chunk = chunk(database, reached(), CHUNK);
            } catch (StoreUnavailableException down) {
                LOG.warn("the labels in the log wait for the database: {}", down.getMessage());
                TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
                return;
            }
            take(chunk);
        } while (chunk.size() == CHUNK && !isClosed());
    }

    /** The events up to here are read. */
    synchronized long reached() {
        return fold.position();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void take(List<StoredEvent> chunk) {
        chunk.forEach(fold::take);
        loaded |= chunk.size() < CHUNK;
        notifyAll();
    }

    private static List<StoredEvent> chunk(Database database, long after, int limit) {
        return database.withHandle(handle -> Log.after(handle, after, limit));
    }

    @Override
    public void close() throws InterruptedException {
        Thread reading;
        synchronized (this) {
            closed = true;
            reading = thread;
            notifyAll();
        }
        if (reading != null) {
            reading.interrupt();
            reading.join();
        }
    }
}
