package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.SqlState;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.RequestBatch.ImageAt;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.QualityProjections;
import nudge.labeller.quality.QualityState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Builds the projections anew from the log, into tables of their own, and puts these in the place of the old ones. Labelling
 * goes on meanwhile; it waits for the last part alone, which holds the lock on the log's head.
 */
public final class Rebuild {
    private static final List<String> TABLES =
            List.of("image_state", "task", "progress", "review", "quality", "annotator", "gold");
    /** What a task's lease says is not in the log. */
    private static final Map<String, String> COLUMNS = Map.of("task", "image, rank, position, given");

    private static final int CHUNK = 5_000;
    private static final int TRIES = 20;
    private static final String TABLE_OPTIONS = SqlFile.read(Rebuild.class, "find-table-options");
    private static final String KEEP_LEASES = SqlFile.read(Rebuild.class, "keep-leases");
    private static final String QUALITY_POSITION = SqlFile.read(Rebuild.class, "put-position-of-quality");
    private static final String COUNT_DIFFERENT_ROWS = SqlFile.read(Rebuild.class, "count-different-rows");
    private static final String GRANTS = SqlFile.read(Rebuild.class, "make-grants");
    private static final String INDEX_RENAMES = SqlFile.read(Rebuild.class, "make-index-renames");

    private final Handle owner;

    private Rebuild(Handle owner) {
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
        owner.setAutoCommit(false);
        return Database.withHandle(owner, handle -> new Rebuild(handle).run());
    }

    private Comparison run() throws SQLException {
        Instant start = Instant.now();
        try {
            makeTables();
            long folded = 0;
            for (long head = head(); head - folded > CHUNK; head = head()) {
                folded = fold(owner, folded, folded + CHUNK);
                owner.commit();
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    return finish(folded, start);
                } catch (SQLException | JdbiException busy) {
                    owner.rollback();
                    if (!SqlState.LOCK_NOT_AVAILABLE.is(busy) || attempt == TRIES) {
                        throw busy;
                    }
                }
            }
        } finally {
            owner.rollback();
            execute("DROP SCHEMA IF EXISTS nudge_rebuild CASCADE", "SET search_path TO nudge");
            owner.commit();
        }
    }

    /**
     * Folds events into the projections that the connection's search path names, without committing.
     *
     * @return the position of the last event that was folded
     */
    public static long fold(Handle handle, long after, long upTo) throws SQLException {
        long last = after;
        while (last < upTo) {
            List<StoredEvent> events = Log.after(handle, last, (int) Math.min(CHUNK, upTo - last));
            if (events.isEmpty()) {
                return last;
            }
            List<StoredEvent> ofImages = events.stream()
                    .filter(event -> KnownEvents.ALL.isOf(ImageEventJson.FAMILY, event))
                    .toList();
            Map<UUID, Image> before = ImageProjections.load(
                    handle,
                    ofImages.stream().map(StoredEvent::stream).distinct().toList());
            Map<UUID, ImageAt> changed = new LinkedHashMap<>();
            for (StoredEvent event : ofImages) {
                ImageAt placed = changed.get(event.stream());
                Image image = placed == null ? before.getOrDefault(event.stream(), Image.NONE) : placed.image();
                changed.put(
                        event.stream(),
                        new ImageAt(
                                image.evolve(ImageEventJson.read(event), event.actor(), event.position()),
                                event.position()));
            }
            StatementPipeline changes = new StatementPipeline(handle.getConnection());
            ImageProjections.store(changes, before, changed);
            foldQuality(handle, events, changes);
            if (!changes.isEmpty()) {
                changes.execute();
            }
            last = events.get(events.size() - 1).position();
        }
        return last;
    }

    private static void foldQuality(Handle handle, List<StoredEvent> events, StatementPipeline changes)
            throws SQLException {
        List<StoredEvent> ofQuality = events.stream()
                .filter(event -> !KnownEvents.ALL.isOf(ImageEventJson.FAMILY, event))
                .toList();
        if (ofQuality.isEmpty()) {
            return;
        }
        List<QualityState> steps = new ArrayList<>();
        steps.add(QualityProjections.load(handle, QualityState.NONE));
        for (StoredEvent event : ofQuality) {
            steps.add(steps.get(steps.size() - 1)
                    .evolve(event.stream(), KnownEvents.ALL.read(event), event.actor(), event.position()));
        }
        QualityProjections.store(changes, steps);
    }

    private void makeTables() {
        execute(
                "SET search_path TO nudge",
                "DROP SCHEMA IF EXISTS nudge_rebuild CASCADE",
                "CREATE SCHEMA nudge_rebuild",
                "SET search_path TO nudge_rebuild, nudge");
        for (String table : TABLES) {
            execute("CREATE TABLE nudge_rebuild." + table + " (LIKE nudge." + table + " INCLUDING ALL)");
            for (String options : texts(TABLE_OPTIONS, table)) {
                execute("ALTER TABLE nudge_rebuild." + table + " SET (" + options + ")");
            }
        }
        execute("INSERT INTO nudge_rebuild.progress DEFAULT VALUES");
        owner.commit();
    }

    private long head() {
        return Log.head(owner).position();
    }

    /** Keeps writers out, folds what came since, and swaps. Never waits long for a reader: a reader might wait for it. */
    private Comparison finish(long folded, Instant start) throws SQLException {
        execute("SET LOCAL lock_timeout = '5s'");
        long head = Log.lockHead(owner).position();
        long last = fold(owner, folded, head);
        execute(
                "SET LOCAL lock_timeout = '300ms'",
                "LOCK TABLE nudge.image_state, nudge.task, nudge.progress, nudge.review, nudge.quality, nudge.annotator,"
                        + " nudge.gold IN ACCESS EXCLUSIVE MODE",
                KEEP_LEASES,
                QUALITY_POSITION);
        long different = 0;
        for (String table : TABLES) {
            different += different(table);
            swap(table);
        }
        owner.commit();
        return new Comparison(last, different, Duration.between(start, Instant.now()));
    }

    private long different(String table) {
        return owner.createQuery(COUNT_DIFFERENT_ROWS)
                .define("columns", COLUMNS.getOrDefault(table, "*"))
                .define("table", table)
                .mapTo(Long.class)
                .one();
    }

    /** The new table gets the old one's rights and the names of its indexes. */
    private void swap(String table) {
        List<String> grants = texts(GRANTS, table);
        List<String> renames = texts(INDEX_RENAMES, table);
        execute(grants.toArray(String[]::new));
        execute("DROP TABLE nudge." + table, "ALTER TABLE nudge_rebuild." + table + " SET SCHEMA nudge");
        execute(renames.toArray(String[]::new));
    }

    private void execute(String... statements) {
        for (String sql : statements) {
            owner.execute(sql);
        }
    }

    private List<String> texts(String sql, String table) {
        return owner.createQuery(sql).bind("table", table).mapTo(String.class).list();
    }
}
