package nudge.labeller.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jdbi.v3.core.Handle;

/**
 * The quality of labels as it was at a position of the log: folds the events up to there. They are found by their streams, so that
 * no event of an image is read and no index is needed for them. Thread-safe.
 */
public final class PastQuality {
    private final Database database;
    /** A page asks several questions about one position. */
    private volatile Known latest = new Known(0, QualityState.NONE);

    private record Known(long position, QualityState state) {}

    public PastQuality(Database database) {
        this.database = database;
    }

    /**
     * The state as it was. Events never change, so the same position gives the same at any time.
     *
     * @throws StoreUnavailableException when the database does not answer
     * @throws IllegalStateException on an event that this version does not know
     */
    public QualityState state(long position) {
        Known known = latest;
        if (known.position() == position) {
            return known.state();
        }
        QualityState state = database.withHandle(handle -> state(handle, position));
        latest = new Known(position, state);
        return state;
    }

    /** The same within the caller's transaction. */
    public static QualityState state(Handle handle, long position) {
        QualityState now = QualityProjections.load(handle, QualityState.NONE);
        if (now.position() <= position) {
            return now;
        }
        // Whoever had events then has some now.
        List<UUID> streams = new ArrayList<>(now.annotators().keySet());
        streams.add(QualityEvent.STREAM);
        return fold(handle, streams, position);
    }

    /** What the events of some streams up to a position come to. */
    public static QualityState fold(Handle handle, Collection<UUID> streams, long position) {
        List<StoredEvent> events = new ArrayList<>(Log.streams(handle, List.copyOf(streams), position));
        events.sort(Comparator.comparingLong(StoredEvent::position));
        QualityState state = QualityState.NONE;
        for (StoredEvent event : events) {
            EventFamily<?> family =
                    event.stream().equals(QualityEvent.STREAM) ? QualityEvent.FAMILY : AnnotatorEvent.FAMILY;
            state = state.evolve(event.stream(), family.read(event), event.actor(), event.position());
        }
        return state;
    }
}
