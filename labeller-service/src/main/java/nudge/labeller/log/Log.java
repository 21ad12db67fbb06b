package nudge.labeller.log;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Reads and appends events within the caller's transaction. */
public final class Log {
    private static final String EVENTS_AFTER = SqlFile.read(Log.class, "find-events-after");
    private static final String EVENTS_BEFORE = SqlFile.read(Log.class, "find-events-before");
    private static final String EVENTS_OF_STREAM = SqlFile.read(Log.class, "find-events-of-stream");
    private static final String EVENTS_OF_STREAMS = SqlFile.read(Log.class, "find-events-of-streams");
    private static final String LOCK_HEAD = SqlFile.read(Log.class, "lock-head-for-append");
    private static final String HEAD = "SELECT store, position, digest, quality FROM log_head";
    private static final String NO_HEAD = "the log has no head: expected one row in log_head, found none";

    /** By hand: the relay asks all the time, and a constructor mapper inspects its record again for each query. */
    private static final RowMapper<Head> HEAD_ROW = (row, context) -> head(row);

    private static final RowMapper<StoredEvent> EVENT_ROW = ConstructorMapper.of(StoredEvent.class);

    /** The columns in the order in which {@link #append} copies them. */
    private static final String COPIED =
            "position, event_id, stream, version, type, schema, actor, at, data, digest, key, request";

    private Log() {}

    /**
     * Where the log ends.
     *
     * @param store the log's identity
     * @param position of the last event
     * @param digest of the last event
     * @param quality the position of the last event of an annotator or of quality
     */
    public record Head(UUID store, long position, byte[] digest, long quality) {}

    /**
     * A request and the key that it came with.
     *
     * @param request its digest
     */
    public record Asked(String key, byte[] request) {}

    /** Reads the head. */
    public static Head head(Handle handle) {
        return head(handle, HEAD);
    }

    /** Reads the head, and keeps every other writer out until the transaction ends. */
    public static Head lockHead(Handle handle) {
        return head(handle, HEAD + " FOR UPDATE");
    }

    private static Head head(Handle handle, String query) {
        return handle.select(query).map(HEAD_ROW).findOne().orElseThrow(() -> new IllegalStateException(NO_HEAD));
    }

    /** Asks for the head, and keeps every other writer out until the transaction ends. */
    public static void lockHead(StatementPipeline queries, Consumer<Head> taker) {
        queries.query(LOCK_HEAD, rows -> {
            if (!rows.next()) {
                throw new SQLException(NO_HEAD);
            }
            taker.accept(head(rows));
        });
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getObject("store", UUID.class),
                row.getLong("position"),
                row.getBytes("digest"),
                row.getLong("quality"));
    }

    /**
     * Appends events behind a head that this transaction has locked.
     *
     * @param events positions must follow the head's one by one; their data are as {@link HashChain#canonical} makes them
     * @param asked what was asked with a key, by the position of the last event that came of it
     * @param changes moves the head when it is executed
     * @return the head as it will be
     */
    public static Head append(
            Connection connection,
            Head head,
            List<StoredEvent> events,
            Map<Long, Asked> asked,
            StatementPipeline changes)
            throws SQLException {
        CopiedRows rows = new CopiedRows("event", COPIED, 12);
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
        changes.add("UPDATE log_head SET position = :position, digest = :digest")
                .bind("position", last)
                .bind("digest", digest);
        return new Head(head.store(), last, digest, head.quality());
    }

    /** The events behind {@code position}, in order, at most {@code limit}. */
    public static List<StoredEvent> after(Handle handle, long position, int limit) {
        return events(
                handle.createQuery(EVENTS_AFTER).bind("position", position).bind("limit", limit));
    }

    /** The events before {@code position}, newest first, at most {@code limit}. */
    public static List<StoredEvent> before(Handle handle, long position, int limit) {
        return events(
                handle.createQuery(EVENTS_BEFORE).bind("position", position).bind("limit", limit));
    }

    /** All events of a stream, in order. */
    public static List<StoredEvent> stream(Handle handle, UUID stream) {
        return events(handle.createQuery(EVENTS_OF_STREAM).bind("stream", stream));
    }

    /** The events of some streams up to a position, stream by stream, each in order. */
    public static List<StoredEvent> streams(Handle handle, List<UUID> streams, long upTo) {
        return events(handle.createQuery(EVENTS_OF_STREAMS)
                .bind("streams", streams.toArray(UUID[]::new))
                .bind("position", upTo));
    }

    private static List<StoredEvent> events(Query query) {
        return query.map(EVENT_ROW).list();
    }
}
