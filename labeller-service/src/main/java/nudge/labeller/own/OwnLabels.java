package nudge.labeller.own;

import java.util.List;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.SystemActor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one annotator. They follow the log when somebody asks, so that a label costs nothing for them; whoever
 * asks sees all that was durable before. Every method throws {@link StoreUnavailableException} when the database is down.
 */
public final class OwnLabels {
    /** Events that are read in one transaction. */
    private static final long STEP = 50_000;

    private static final String FOLLOW_LOG = SqlFile.read(OwnLabels.class, "follow-log");
    private static final String FIND = SqlFile.read(OwnLabels.class, "find-own-labels");
    private static final String FIND_BY_ID = SqlFile.read(OwnLabels.class, "find-own-labels-by-id");
    private static final String COUNT = SqlFile.read(OwnLabels.class, "count-own-labels");
    private static final RowMapper<OwnLabel> LABEL_ROW = ConstructorMapper.of(OwnLabel.class);
    private static final RowMapper<Counts> COUNTS_ROW = ConstructorMapper.of(Counts.class);

    private final Database database;

    public OwnLabels(Database database) {
        this.database = database;
    }

    /**
     * A label.
     *
     * @param number among the annotator's own: the latest is the greatest; it says nothing of other people's
     */
    public record OwnLabel(UUID image, long number, int digit) {}

    /** How many images somebody labelled, and how many they passed over. */
    public record Counts(long labelled, long skipped) {}

    /**
     * Somebody's labels, newest first.
     *
     * @param digit that they gave, or null for any
     * @param before only those with a smaller number
     */
    public List<OwnLabel> find(UUID actor, @Nullable Integer digit, long before, int limit) {
        return followed(handle -> {
            Query query = handle.createQuery(FIND)
                    .define("filter", digit == null ? "" : " AND digit = :digit")
                    .bind("actor", actor)
                    .bind("before", before)
                    .bind("limit", limit);
            if (digit != null) {
                query.bind("digit", digit);
            }
            return query.map(LABEL_ROW).list();
        });
    }

    /** Somebody's labels of images whose ids begin with up to 32 hexadecimal digits, in the order of their ids. */
    public List<OwnLabel> findById(UUID actor, String prefix, int limit) {
        return followed(handle -> handle.createQuery(FIND_BY_ID)
                .bind("actor", actor)
                .bind("first", prefix + "0".repeat(32 - prefix.length()))
                .bind("last", prefix + "f".repeat(32 - prefix.length()))
                .bind("limit", limit)
                .map(LABEL_ROW)
                .list());
    }

    public Counts count(UUID actor) {
        return followed(handle ->
                handle.createQuery(COUNT).bind("actor", actor).map(COUNTS_ROW).one());
    }

    /** How many images people have answered, by a label or otherwise; each counts once for each of them, also when taken back. */
    public long answers() {
        return followed(handle -> handle.select("SELECT answers FROM own_label_head")
                .mapTo(Long.class)
                .one());
    }

    /** Carries work out on labels that are as new as the log was when it was asked. */
    private <T> T followed(HandleCallback<T, RuntimeException> work) {
        long head = database.withHandle(OwnLabels::head);
        while (position() < head) {
            database.useTransaction(handle -> follow(handle, head));
        }
        return database.withHandle(work);
    }

    private static long head(Handle handle) {
        return handle.select("SELECT position FROM log_head").mapTo(Long.class).one();
    }

    private long position() {
        return database.withHandle(handle -> handle.select("SELECT position FROM own_label_head")
                .mapTo(Long.class)
                .one());
    }

    /** Reads the next events. The lock comes first: what several ask for at once is done by one of them. */
    private static void follow(Handle handle, long head) {
        long from = handle.select("SELECT position FROM own_label_head FOR UPDATE")
                .mapTo(Long.class)
                .one();
        if (from < head) {
            handle.createUpdate(FOLLOW_LOG)
                    .bind("from", from)
                    .bind("to", Math.min(head, from + STEP))
                    .bind("system", SystemActor.ID)
                    .execute();
        }
    }
}
