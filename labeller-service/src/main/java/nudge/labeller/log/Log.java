package nudge.labeller.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads and appends events within the caller's transaction. */
public final class Log {
    /** Finds the head, and keeps every other writer out until the transaction ends. */
    public static final String LOCK_HEAD = "SELECT store, position, digest FROM log_head FOR UPDATE";

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
        return head(connection, LOCK_HEAD);
    }

    public static Head head(Connection connection) throws SQLException {
        return head(connection, "SELECT store, position, digest FROM log_head");
    }

    private static Head head(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return head(row);
        }
    }

    /** The head from what {@link #LOCK_HEAD} found. */
    public static Head head(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("the log has no head: expected one row in log_head, found none");
        }
        return new Head(row.getObject(1, UUID.class), row.getLong(2), row.getBytes(3));
    }

    /**
     * Appends events behind a head that this transaction has locked.
     *
     * @param events positions must follow the head's one by one
     */
    public static void append(Statements statements, Head head, List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        List<Chained> rows = chain(head, events);
        statements.add(
                """
                INSERT INTO event (position, event_id, stream, version, type, schema, actor, at, data, digest)
                SELECT position, id, stream, version, type, schema, actor, at::timestamptz, data::jsonb, digest
                FROM unnest(?::bigint[], ?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::int[], ?::uuid[], ?::text[],
                    ?::text[], ?::bytea[])
                AS row (position, id, stream, version, type, schema, actor, at, data, digest)""",
                statements.column("bigint", rows, Long[]::new, row -> row.event.position()),
                statements.column("uuid", rows, UUID[]::new, row -> row.event.id()),
                statements.column("uuid", rows, UUID[]::new, row -> row.event.stream()),
                statements.column("int", rows, Integer[]::new, row -> row.event.version()),
                statements.column("text", rows, String[]::new, row -> row.event.type()),
                statements.column("int", rows, Integer[]::new, row -> row.event.schema()),
                statements.column("uuid", rows, UUID[]::new, row -> row.event.actor()),
                statements.column(
                        "text", rows, String[]::new, row -> row.event.at().toString()),
                statements.column("text", rows, String[]::new, row -> row.event.data()),
                statements.column("bytea", rows, byte[][]::new, row -> row.digest));
        Chained last = rows.get(rows.size() - 1);
        statements.add("UPDATE log_head SET position = ?, digest = ?", last.event.position(), last.digest);
    }

    private record Chained(StoredEvent event, byte[] digest) {}

    private static List<Chained> chain(Head head, List<StoredEvent> events) {
        List<Chained> chained = new ArrayList<>(events.size());
        byte[] digest = head.digest();
        long last = head.position();
        for (StoredEvent event : events) {
            if (event.position() != last + 1) {
                throw new IllegalStateException("expected the position " + (last + 1) + ", got " + event.position());
            }
            digest = HashChain.digest(digest, event);
            last = event.position();
            chained.add(new Chained(event, digest));
        }
        return chained;
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
