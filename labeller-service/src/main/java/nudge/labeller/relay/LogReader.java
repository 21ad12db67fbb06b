package nudge.labeller.relay;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.log.Lease;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.relay.RelayOutcome.Compared;
import nudge.labeller.relay.RelayOutcome.Counted;
import nudge.labeller.relay.RelayOutcome.Elected;
import nudge.labeller.relay.RelayOutcome.Entries;
import nudge.labeller.relay.RelayOutcome.NotElected;
import nudge.labeller.relay.RelayStep.Compare;
import nudge.labeller.relay.RelayStep.Count;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The relay's side of the database: the lease, and the log. Holds no connection between two calls. Every method throws
 * {@link StoreUnavailableException} when the database does not answer.
 */
public final class LogReader {
    private static final String COMPARE = SqlFile.read(LogReader.class, "compare-with-log");
    private static final String COUNT = SqlFile.read(LogReader.class, "count-settled");
    private static final String ENTRIES = SqlFile.read(LogReader.class, "find-entries");
    private static final RowMapper<Compared> COMPARED_ROW = (row, context) -> new Compared(
            row.getLong("head"),
            row.getObject("event_at_last", UUID.class),
            row.getObject("event_at_mark", UUID.class));

    private static final UUID NOBODY = new UUID(0, 0);

    private final Database database;
    private final Lease lease;

    LogReader(Database database) {
        this.database = database;
        this.lease = new Lease(database, "relay_lease", RelayProtocol.LEASE);
    }

    /** Takes or renews the lease. */
    RelayOutcome elect(long now) {
        return lease.take().<RelayOutcome>map(store -> new Elected(store, now)).orElseGet(NotElected::new);
    }

    /** Gives the lease back, if it holds it: the next relay need not wait. */
    void resign() {
        lease.giveBack();
    }

    Compared compare(Compare compare) {
        return database.withHandle(handle -> handle.createQuery(COMPARE)
                .bind("last", compare.last())
                .bind("mark", compare.mark())
                .map(COMPARED_ROW)
                .one());
    }

    /** Counts the events between the two positions alone. */
    Counted count(Count count) {
        long between = database.withHandle(handle -> handle.createQuery(COUNT)
                .bind("after", Math.min(count.from(), count.to()))
                .bind("up_to", Math.max(count.from(), count.to()))
                .bind("settled", ImageEventJson.LABEL_SETTLED)
                .bind("unsettled", ImageEventJson.LABEL_UNSETTLED)
                .mapTo(Long.class)
                .one());
        return new Counted(count.records() + (count.to() < count.from() ? -between : between));
    }

    /**
     * The events behind a position.
     *
     * @throws IllegalStateException on an event that this version does not know
     */
    Entries read(long after, int limit) {
        return database.withHandle(handle -> {
            long head = Log.head(handle).position();
            return new Entries(head, head <= after ? List.of() : entries(handle, after, Math.min(head, after + limit)));
        });
    }

    /** The events behind a position up to another, in order; what stays inside is without its content. */
    public static List<LogEntry> entries(Connection connection, long after, long upTo) throws SQLException {
        return Database.withHandle(connection, handle -> entries(handle, after, upTo));
    }

    private static List<LogEntry> entries(Handle handle, long after, long upTo) {
        return handle.createQuery(ENTRIES)
                .bind("after", after)
                .bind("up_to", upTo)
                .map(new EntryRow())
                .list();
    }

    /** Finds the columns once per result: to find them by name for each row cost as much as to read them. */
    private static final class EntryRow implements RowMapper<LogEntry> {
        @Override
        public LogEntry map(ResultSet row, StatementContext context) throws SQLException {
            return specialize(row, context).map(row, context);
        }

        @Override
        public RowMapper<LogEntry> specialize(ResultSet rows, StatementContext context) throws SQLException {
            int position = rows.findColumn("position");
            int type = rows.findColumn("type");
            int schema = rows.findColumn("schema");
            int id = rows.findColumn("event_id");
            int image = rows.findColumn("stream");
            int at = rows.findColumn("at");
            int data = rows.findColumn("data");
            int pixels = rows.findColumn("pixels");
            return (row, same) -> {
                String content = row.getString(data);
                if (content == null) {
                    return inside(
                            row.getLong(position),
                            row.getObject(id, UUID.class),
                            row.getString(type),
                            row.getInt(schema));
                }
                StoredEvent event = new StoredEvent(
                        row.getLong(position),
                        row.getObject(id, UUID.class),
                        row.getObject(image, UUID.class),
                        1,
                        row.getString(type),
                        row.getInt(schema),
                        NOBODY,
                        row.getObject(at, OffsetDateTime.class).toInstant(),
                        content);
                return new LogEntry(
                        event.position(),
                        event.id(),
                        event.stream(),
                        event.at(),
                        ImageEventJson.read(event),
                        row.getBytes(pixels));
            };
        }

        private static LogEntry inside(long position, UUID id, String type, int schema) {
            KnownEvents.ALL.checkKnown(position, type, schema);
            return new LogEntry(position, id, NOBODY, Instant.EPOCH, null, null);
        }
    }
}
