package nudge.labeller.quality;

import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;

/** What readers ask of the quality of labels. Thread-safe. */
public final class QualityQueries {
    private static final long RECENT_NANOS = 5_000_000_000L;

    private final Database database;
    private volatile QualityState known = QualityState.NONE;
    private volatile long readAt = Long.MIN_VALUE;

    public QualityQueries(Database database) {
        this.database = database;
    }

    /**
     * The state now. Reads what changed since it was asked before: mostly one number.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public QualityState state() {
        QualityState before = known;
        QualityState now = database.withHandle(handle -> {
            if (before.crowd()) {
                // One query, whether or not somebody was just tested: a second one would tell them.
                return QualityProjections.load(handle, before);
            }
            long last = handle.select("SELECT quality FROM log_head")
                    .mapTo(Long.class)
                    .one();
            return last == before.position() ? before : QualityProjections.load(handle, before);
        });
        if (now.position() > before.position()) {
            known = now;
        }
        readAt = System.nanoTime();
        return now;
    }

    /**
     * The state as it was a moment ago: for those who ask often. The work in the background asks every second, so that no request has
     * to; only when that is held up does one, after five.
     */
    public QualityState recent() {
        boolean fresh = readAt != Long.MIN_VALUE && System.nanoTime() - readAt < RECENT_NANOS;
        return fresh ? known : state();
    }
}
