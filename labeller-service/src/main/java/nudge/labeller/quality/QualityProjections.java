package nudge.labeller.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import nudge.labeller.database.ColumnType;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/** {@link QualityState} in the database: a row for the whole, one per annotator, and one per gold image. */
public final class QualityProjections {
    private static final String CHANGED = SqlFile.read(QualityProjections.class, "find-changed-quality");
    private static final String PUT_ANNOTATORS = SqlFile.read(QualityProjections.class, "put-annotators");
    private static final String PUT_GOLD = SqlFile.read(QualityProjections.class, "put-gold");
    private static final String PUT_GENERAL = SqlFile.read(QualityProjections.class, "put-quality");
    private static final JsonMapper MAPPER = new JsonMapper();

    private QualityProjections() {}

    /** The state as it is stored, given an earlier one: reads what changed since. */
    public static QualityState load(Handle handle, QualityState known) {
        Rows rows = new Rows(known);
        handle.createQuery(CHANGED)
                .bind("after", known.position())
                .map((row, context) -> rows.add(row))
                .list();
        return rows.state();
    }

    /** The same together with other queries. */
    public static Loading load(StatementPipeline queries, QualityState known) {
        Rows rows = new Rows(known);
        queries.query(CHANGED, found -> {
                    while (found.next()) {
                        rows.add(found);
                    }
                })
                .bind("after", known.position());
        return rows::state;
    }

    /** What was read, once the queries are executed. */
    public interface Loading {
        QualityState state();
    }

    private static final class Rows {
        private final Map<UUID, Annotator> annotators;
        private final Map<UUID, GoldImage> gold;
        private QualityState.General general;
        private long position;

        Rows(QualityState known) {
            annotators = new HashMap<>(known.annotators());
            gold = new HashMap<>(known.gold());
            general = known.general();
            position = known.position();
        }

        boolean add(ResultSet row) throws SQLException {
            UUID id = row.getObject("id", UUID.class);
            String state = row.getString("state");
            String kind = row.getString("kind");
            switch (kind) {
                case "quality" -> general = MAPPER.readValue(state, QualityState.General.class);
                case "annotator" -> annotators.put(id, MAPPER.readValue(state, Annotator.class));
                case "gold" -> gold.put(id, MAPPER.readValue(state, GoldImage.class));
                default -> throw new IllegalStateException("expected a row of quality, got one of " + kind);
            }
            position = Math.max(position, row.getLong("position"));
            return true;
        }

        QualityState state() {
            return new QualityState(position, general, Map.copyOf(annotators), Map.copyOf(gold));
        }
    }

    /**
     * Stores what differs, with the position at which it changed last. Nothing is ever deleted.
     *
     * @param steps the state before, and after each event
     */
    public static void store(StatementPipeline changes, List<QualityState> steps) throws SQLException {
        Map<UUID, Changed<Annotator>> annotators = new LinkedHashMap<>();
        Map<UUID, Changed<GoldImage>> gold = new LinkedHashMap<>();
        Changed<QualityState.General> general = null;
        for (int i = 1; i < steps.size(); i++) {
            QualityState before = steps.get(i - 1);
            QualityState after = steps.get(i);
            collect(before.annotators(), after.annotators(), after.position(), annotators);
            collect(before.gold(), after.gold(), after.position(), gold);
            if (before.general() != after.general()) {
                general = new Changed<>(after.general(), after.position());
            }
        }
        store(changes, PUT_ANNOTATORS, List.copyOf(annotators.entrySet()));
        store(changes, PUT_GOLD, List.copyOf(gold.entrySet()));
        if (general != null) {
            changes.add(PUT_GENERAL)
                    .bind("position", general.position())
                    .bind("state", MAPPER.writeValueAsString(general.state()));
        }
    }

    private record Changed<V>(V state, long position) {}

    /** What was not changed is the same object. */
    private static <V> void collect(
            Map<UUID, V> before, Map<UUID, V> after, long position, Map<UUID, Changed<V>> changed) {
        if (before != after) {
            after.forEach((id, state) -> {
                if (before.get(id) != state) {
                    changed.put(id, new Changed<>(state, position));
                }
            });
        }
    }

    private static <V> void store(StatementPipeline changes, String sql, List<Entry<UUID, Changed<V>>> rows)
            throws SQLException {
        if (!rows.isEmpty()) {
            changes.add(sql)
                    .bindColumn("ids", ColumnType.UUID, rows, Entry::getKey)
                    .bindColumn(
                            "positions",
                            ColumnType.BIGINT,
                            rows,
                            row -> row.getValue().position())
                    .bindColumn(
                            "states",
                            ColumnType.TEXT,
                            rows,
                            row -> MAPPER.writeValueAsString(row.getValue().state()));
        }
    }
}
