package nudge.labeller.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and appends events within the caller's transaction. */
public final class Log {
    private Log() {}

    /**
     * Where the log ends.
     *
     * @param store the log's identity
     * @param position of the last event
     * @param digest of the last event
     */
    public record Head(UUID store, long position, byte[] digest) {}

    /** Reads the head, and keeps every other writer out until the transaction ends. */
    public static Head lockHead(Connection connection) throws SQLException {
        return head(connection, "SELECT store, position, digest FROM log_head FOR UPDATE");
    }

    public static Head head(Connection connection) throws SQLException {
        return head(connection, "SELECT store, position, digest FROM log_head");
    }

    private static Head head(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the log has no head: expected one row in log_head, found none");
            }
            return new Head(row.getObject(1, UUID.class), row.getLong(2), row.getBytes(3));
        }
    }

    /**
     * Appends events behind a head that this transaction has locked.
     *
     * @param events positions must follow the head's one by one
     */
    public static void append(Connection connection, Head head, List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        byte[] digest = head.digest();
        long last = head.position();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO event (position, event_id, stream, version, type, schema, actor, at, data, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)""")) {
            for (StoredEvent event : events) {
                if (event.position() != last + 1) {
                    throw new IllegalStateException(
                            "expected the position " + (last + 1) + ", got " + event.position());
                }
                digest = HashChain.digest(digest, event);
                last = event.position();
                bind(insert, event, digest);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE log_head SET position = ?, digest = ?")) {
            update.setLong(1, last);
            update.setBytes(2, digest);
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, StoredEvent event, byte[] digest) throws SQLException {
        insert.setLong(1, event.position());
        insert.setObject(2, event.id());
        insert.setObject(3, event.stream());
        insert.setInt(4, event.version());
        insert.setString(5, event.type());
        insert.setInt(6, event.schema());
        insert.setObject(7, event.actor());
        insert.setObject(8, event.at().atOffset(ZoneOffset.UTC));
        insert.setString(9, event.data());
        insert.setBytes(10, digest);
    }

    /** The events behind {@code position}, in order, at most {@code limit}. */
    public static List<StoredEvent> after(Connection connection, long position, int limit) throws SQLException {
        return events(connection, "WHERE position > ? ORDER BY position LIMIT ?", position, limit);
    }

    /** The events before {@code position}, newest first, at most {@code limit}. */
    public static List<StoredEvent> before(Connection connection, long position, int limit) throws SQLException {
        return events(connection, "WHERE position < ? ORDER BY position DESC LIMIT ?", position, limit);
    }

    /** All events of a stream, in order. */
    public static List<StoredEvent> stream(Connection connection, UUID stream) throws SQLException {
        return events(connection, "WHERE stream = ? ORDER BY version", stream);
    }

    private static List<StoredEvent> events(Connection connection, String where, Object... parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, event_id, stream, version, type, schema, actor, at, data FROM event " + where)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<StoredEvent> events = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            return events;
        }
    }

    /** An event from a row that begins with the nine columns of the log. */
    public static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getInt(4),
                row.getString(5),
                row.getInt(6),
                row.getObject(7, UUID.class),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(9));
    }
}
