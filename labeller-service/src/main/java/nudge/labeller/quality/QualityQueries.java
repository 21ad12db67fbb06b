package nudge.labeller.quality;

import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;

/** What readers ask of the quality of labels. Thread-safe. */
public final class QualityQueries {
    private final Database database;
    private volatile QualityState known = QualityState.NONE;

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
            long last = handle.select("SELECT quality FROM log_head")
                    .mapTo(Long.class)
                    .one();
            return last == before.position() ? before : QualityProjections.load(handle, before);
        });
        if (now.position() > before.position()) {
            known = now;
        }
        return now;
    }
}
