package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.RequestBatch.ImageAt;
import nudge.labeller.log.Log;
import nudge.labeller.log.Statements;
import nudge.labeller.log.StoredEvent;

/**
 * Builds the projections anew from the log, into tables of their own, and puts these in the place of the old ones. Labelling
 * goes on meanwhile; it waits for the last part alone, which holds the lock on the log's head.
 */
public final class Rebuild {
    private static final List<String> TABLES = List.of("image_state", "task", "progress");
    /** What a task's lease says is not in the log. */
    private static final Map<String, String> COLUMNS =
            Map.of("image_state", "*", "task", "image, rank, position", "progress", "*");

    private static final int CHUNK = 5_000;
    private static final int TRIES = 20;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection owner;

    private Rebuild(Connection owner) {
        this.owner = owner;
    }

    /**
     * What was done.
     *
     * @param events that were folded
     * @param different rows that the old projections had otherwise, had not, or had too many
     */
    public record Comparison(long events, long different, Duration took) {}

    /**
     * Rebuilds all projections.
     *
     * @param owner a connection as the schema's owner; its search path is changed
     * @throws IllegalStateException on an event that this version does not know, or that cannot have happened
     */
    public static Comparison run(Connection owner) throws SQLException {
        Instant start = Instant.now();
        owner.setAutoCommit(false);
        Rebuild rebuild = new Rebuild(owner);
        try {
            rebuild.makeTables();
            long folded = 0;
            for (long head = rebuild.head(); head - folded > CHUNK; head = rebuild.head()) {
                folded = fold(owner, folded, folded + CHUNK);
                owner.commit();
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    return rebuild.finish(folded, start);
                } catch (SQLException busy) {
                    owner.rollback();
                    if (!LOCK_NOT_AVAILABLE.equals(busy.getSQLState()) || attempt == TRIES) {
                        throw busy;
                    }
                }
            }
        } finally {
            owner.rollback();
            rebuild.execute("DROP SCHEMA IF EXISTS nudge_rebuild CASCADE", "SET search_path TO nudge");
            owner.commit();
        }
    }

    /**
     * Folds events into the projections that the connection's search path names, without committing.
     *
     * @return the position of the last event that was folded
     */
    public static long fold(Connection connection, long after, long upTo) throws SQLException {
        long last = after;
        while (last < upTo) {
            List<StoredEvent> events = Log.after(connection, last, (int) Math.min(CHUNK, upTo - last));
            if (events.isEmpty()) {
                return last;
            }
            Map<UUID, Image> before = ImageProjections.load(
                    connection,
                    events.stream().map(StoredEvent::stream).distinct().toList());
            Map<UUID, ImageAt> changed = new LinkedHashMap<>();
            for (StoredEvent event : events) {
                ImageAt placed = changed.get(event.stream());
                Image image = placed == null ? before.getOrDefault(event.stream(), Image.NONE) : placed.image();
                changed.put(
                        event.stream(),
                        new ImageAt(image.evolve(ImageEventJson.read(event), event.actor()), event.position()));
            }
            Statements changes = new Statements(connection);
            ImageProjections.store(changes, before, changed);
            changes.execute();
            last = events.get(events.size() - 1).position();
        }
        return last;
    }

    private void makeTables() throws SQLException {
        execute(
                "SET search_path TO nudge",
                "DROP SCHEMA IF EXISTS nudge_rebuild CASCADE",
                "CREATE SCHEMA nudge_rebuild",
                "SET search_path TO nudge_rebuild, nudge");
        for (String table : TABLES) {
            execute("CREATE TABLE nudge_rebuild." + table + " (LIKE nudge." + table + " INCLUDING ALL)");
            for (String options : texts(
                    "SELECT array_to_string(reloptions, ', ') FROM pg_class"
                            + " WHERE oid = ?::regclass AND reloptions IS NOT NULL",
                    "nudge." + table)) {
                execute("ALTER TABLE nudge_rebuild." + table + " SET (" + options + ")");
            }
        }
        execute("INSERT INTO nudge_rebuild.progress DEFAULT VALUES");
        owner.commit();
    }

    private long head() throws SQLException {
        return Log.head(owner).position();
    }

    /** Keeps writers out, folds what came since, and swaps. Never waits long for a reader: a reader might wait for it. */
    private Comparison finish(long folded, Instant start) throws SQLException {
        execute("SET LOCAL lock_timeout = '5s'");
        long head = Log.lockHead(owner).position();
        long last = fold(owner, folded, head);
        execute(
                "SET LOCAL lock_timeout = '300ms'",
                "LOCK TABLE nudge.image_state, nudge.task, nudge.progress IN ACCESS EXCLUSIVE MODE",
                "UPDATE nudge_rebuild.task AS new SET lease = old.lease, expires = old.expires FROM nudge.task AS old"
                        + " WHERE old.image = new.image AND old.lease IS NOT NULL");
        long different = 0;
        for (String table : TABLES) {
            different += different(table);
            swap(table);
        }
        owner.commit();
        return new Comparison(last, different, Duration.between(start, Instant.now()));
    }

    private long different(String table) throws SQLException {
        String live = "SELECT " + COLUMNS.get(table) + " FROM nudge." + table;
        String rebuilt = "SELECT " + COLUMNS.get(table) + " FROM nudge_rebuild." + table;
        return Long.parseLong(texts("SELECT count(*) FROM ((" + live + " EXCEPT " + rebuilt + ") UNION ALL (" + rebuilt
                        + " EXCEPT " + live + ")) AS different")
                .get(0));
    }

    /** The new table gets the old one's rights and the names of its indexes. */
    private void swap(String table) throws SQLException {
        List<String> statements = new ArrayList<>(texts(
                "SELECT format('GRANT %s ON nudge_rebuild.%I TO %I', privilege_type, table_name, grantee)"
                        + " FROM information_schema.role_table_grants"
                        + " WHERE table_schema = 'nudge' AND table_name = ? AND grantee <> current_user",
                table));
        statements.add("DROP TABLE nudge." + table);
        List<String> renames = texts("""
                SELECT format('ALTER INDEX nudge.%I RENAME TO %I', new.indexname, old.indexname)
                FROM pg_indexes old JOIN pg_indexes new
                ON regexp_replace(old.indexdef, '^.* USING', '') = regexp_replace(new.indexdef, '^.* USING', '')
                WHERE old.schemaname = 'nudge' AND new.schemaname = 'nudge_rebuild' AND old.tablename = ?
                    AND new.tablename = old.tablename AND old.indexname <> new.indexname""", table);
        statements.add("ALTER TABLE nudge_rebuild." + table + " SET SCHEMA nudge");
        statements.addAll(renames);
        execute(statements.toArray(String[]::new));
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> texts(String sql, String... parameters) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        }
    }
}
