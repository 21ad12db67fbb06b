package nudge.labeller.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.relay.RelayOutcome.Compared;
import nudge.labeller.relay.RelayOutcome.Elected;
import nudge.labeller.relay.RelayOutcome.Entries;
import nudge.labeller.relay.RelayOutcome.NotElected;

/** The relay's side of the database: the lease, and the log. Holds no connection between two calls. */
public final class LogReader {
    private static final UUID NOBODY = new UUID(0, 0);

    private final DataSource database;
    private final UUID holder = UUID.randomUUID();

    LogReader(DataSource database) {
        this.database = database;
    }

    /** Takes or renews the lease. Its time is the database's: labellers' clocks may differ. */
    RelayOutcome elect(long now) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE relay_lease SET holder = ?, expires = clock_timestamp() + make_interval(secs => ?)
                        WHERE holder = ? OR expires < clock_timestamp()
                        RETURNING (SELECT store FROM log_head)""")) {
            update.setObject(1, holder);
            update.setDouble(2, RelayProtocol.LEASE.toMillis() / 1000.0);
            update.setObject(3, holder);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? new Elected(row.getObject(1, UUID.class), now) : new NotElected();
            }
        }
    }

    /** Gives the lease back, if it holds it: the next relay need not wait. */
    void resign() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE relay_lease SET holder = NULL, expires = '-infinity' WHERE holder = ?")) {
            update.setObject(1, holder);
            update.executeUpdate();
        }
    }

    Compared compare(long last) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT position, (SELECT event_id FROM event WHERE position = ?),
                            (SELECT count(*) FROM event WHERE position <= ? AND type IN (?, ?))
                        FROM log_head""")) {
            select.setLong(1, last);
            select.setLong(2, last);
            select.setString(3, ImageEventJson.LABEL_SETTLED);
            select.setString(4, ImageEventJson.LABEL_UNSETTLED);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Compared(row.getLong(1), row.getObject(2, UUID.class), row.getLong(3));
            }
        }
    }

    /**
     * The events behind a position.
     *
     * @throws IllegalStateException on an event that this version does not know
     */
    Entries read(long after, int limit) throws SQLException {
        try (Connection connection = database.getConnection()) {
            long head = Log.head(connection).position();
            return new Entries(
                    head, head <= after ? List.of() : entries(connection, after, Math.min(head, after + limit)));
        }
    }

    /** The events behind a position up to another, in order; what stays inside is without its content. */
    public static List<LogEntry> entries(Connection connection, long after, long upTo) throws SQLException {
        // What stays inside is only counted: its data need not travel.
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT position, type, schema, event_id, stream, at,
                    CASE WHEN type IN ('label.settled', 'label.unsettled') THEN data END, pixels
                FROM event LEFT JOIN image ON type = 'label.settled' AND image.id = stream
                WHERE position > ? AND position <= ? ORDER BY position""")) {
            select.setLong(1, after);
            select.setLong(2, upTo);
            List<LogEntry> entries = new ArrayList<>((int) (upTo - after));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
            return entries;
        }
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        long position = row.getLong(1);
        String type = row.getString(2);
        int schema = row.getInt(3);
        String data = row.getString(7);
        if (data == null) {
            ImageEventJson.checkKnown(position, type, schema);
            return new LogEntry(position, NOBODY, NOBODY, Instant.EPOCH, null, null);
        }
        UUID id = row.getObject(4, UUID.class);
        UUID image = row.getObject(5, UUID.class);
        Instant at = row.getObject(6, OffsetDateTime.class).toInstant();
        ImageEvent settled =
                ImageEventJson.read(new StoredEvent(position, id, image, 1, type, schema, NOBODY, at, data));
        return new LogEntry(position, id, image, at, settled, row.getBytes(8));
    }
}
