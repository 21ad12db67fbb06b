package nudge.labeller.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jspecify.annotations.Nullable;

/** The log as the relay reads it: every event, and what of it crosses Kafka. */
final class LogReader {
    private LogReader() {}

    /**
     * An event of the log.
     *
     * @param settled what the event says to the world, or null when it stays inside
     */
    record Entry(StoredEvent event, @Nullable ImageEvent settled, byte @Nullable [] pixels) {
        /** The record for Kafka, given the position of the record before it. */
        @Nullable
        LabelRecord record(long previous) {
            if (settled instanceof LabelSettled label && pixels != null) {
                return new ImageLabelled(
                        event.stream(),
                        pixels,
                        label.digit(),
                        label.confidence(),
                        label.split(),
                        event.position(),
                        previous,
                        event.at());
            }
            if (settled instanceof LabelUnsettled open) {
                return new ImageUnlabelled(event.stream(), open.split(), event.position(), previous, event.at());
            }
            return null;
        }
    }

    /**
     * The events behind a position, in order, at most {@code limit}.
     *
     * @throws RelayHaltedException when one is missing: positions have no gaps
     */
    static List<Entry> after(Connection connection, long position, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT position, event_id, stream, version, type, schema, actor, at, data, pixels
                FROM event LEFT JOIN image ON type = 'label.settled' AND image.id = stream
                WHERE position > ? AND position <= ? ORDER BY position""")) {
            select.setLong(1, position);
            select.setLong(2, position + limit);
            List<Entry> entries = new ArrayList<>();
            long expected = position + 1;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StoredEvent event = Log.event(row);
                    if (event.position() != expected) {
                        throw new RelayHaltedException("expected the event " + expected + " of the log, got "
                                + event.position() + ": events are missing; restore the database from a backup");
                    }
                    expected++;
                    entries.add(new Entry(event, settled(event), row.getBytes(10)));
                }
            }
            return entries;
        }
    }

    private static @Nullable ImageEvent settled(StoredEvent event) {
        ImageEvent read = ImageEventJson.read(event);
        return read instanceof LabelSettled || read instanceof LabelUnsettled ? read : null;
    }
}
