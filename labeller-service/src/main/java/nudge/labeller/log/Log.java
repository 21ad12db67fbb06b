package nudge.labeller.log;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads and appends events within the caller's transaction. */
public final class Log {
    /** The columns of {@link #event}. */
    private static final String COLUMNS = "position, event_id, stream, version, type, schema, actor, at, data";

    private static final String LOCK_HEAD = "SELECT store, position, digest FROM log_head FOR UPDATE";

    private Log() {}

    /**
     * Where the log ends.
     *
     * @param store the log's identity
     * @param position of the last event
     * @param digest of the last event
     */
    public record Head(UUID store, long position, byte[] digest) {}

    /**
     * A request and the key that it came with.
     *
     * @param request its digest
     */
    public record Asked(String key, byte[] request) {}

    /** Reads the head, and keeps every other writer out until the transaction ends. */
    public static Head lockHead(Connection connection) throws SQLException {
        return head(connection, LOCK_HEAD);
    }

    /**
     * Asks for the head, and keeps every other writer out until the transaction ends. No statement behind it reads a whole
     * table: plans are kept, and one that was made while a table was small would do so when it is large.
     */
    public static void lockHead(Statements queries, Consumer<Head> taker) {
        queries.query(row -> taker.accept(head(row)), """
                SELECT store, position, digest, set_config('enable_seqscan', 'off', true)
                FROM log_head FOR UPDATE""");
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

    private static Head head(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("the log has no head: expected one row in log_head, found none");
        }
        return new Head(row.getObject(1, UUID.class), row.getLong(2), row.getBytes(3));
    }

    /**
     * Appends events behind a head that this transaction has locked.
     *
     * @param events positions must follow the head's one by one; their data are as {@link HashChain#canonical} makes them
     * @param asked what was asked with a key, by the position of the last event that came of it
     * @param changes moves the head when it is executed
     */
    public static void append(
            Connection connection, Head head, List<StoredEvent> events, Map<Long, Asked> asked, Statements changes)
            throws SQLException {
        CopiedRows rows = new CopiedRows("event", COLUMNS + ", digest, key, request", 12);
        byte[] digest = head.digest();
        long last = head.position();
        for (StoredEvent event : events) {
            if (event.position() != last + 1) {
                throw new IllegalStateException("expected the position " + (last + 1) + ", got " + event.position());
            }
            byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
            digest = HashChain.digest(digest, event, data);
            last = event.position();
            Asked whole = asked.get(last);
            rows.row()
                    .bigint(last)
                    .uuid(event.id())
                    .uuid(event.stream())
                    .integer(event.version())
                    .text(event.type())
                    .smallint(event.schema())
                    .uuid(event.actor())
                    .timestamp(event.at())
                    .json(data)
                    .bytes(digest)
                    .text(whole == null ? null : whole.key())
                    .bytes(whole == null ? null : whole.request());
        }
        rows.copyInto(connection);
        changes.add("UPDATE log_head SET position = ?, digest = ?", last, digest);
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

    /** The events of some streams up to a position, stream by stream, each in order. */
    public static List<StoredEvent> streams(Connection connection, List<UUID> streams, long upTo) throws SQLException {
        return events(
                connection,
                "WHERE stream = ANY (?) AND position <= ? ORDER BY stream, version",
                connection.createArrayOf("uuid", streams.toArray()),
                upTo);
    }

    private static List<StoredEvent> events(Connection connection, String where, Object... parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS + " FROM event " + where)) {
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
