package nudge.labeller.image;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.database.ColumnType;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.RequestBatch.ImageAt;

/** The images that wait for a label, in the order in which they are handed out, with those who have decided about them. */
final class TaskProjection {
    private static final String DELETE_TASKS = SqlFile.read(TaskProjection.class, "delete-tasks");
    private static final String MOVE_TASKS = SqlFile.read(TaskProjection.class, "move-tasks");
    private static final String PUT_TASKS = SqlFile.read(TaskProjection.class, "put-tasks");

    /** Skipped images wait behind all that were never skipped. */
    private static final long SKIPPED = 1L << 62;

    private TaskProjection() {}

    /**
     * Brings the tasks up to date.
     *
     * @param before the states before the change, of those images that there were
     */
    static void store(StatementPipeline changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        List<UUID> gone = new ArrayList<>();
        Map<UUID, ImageAt> waiting = new LinkedHashMap<>();
        Map<UUID, ImageAt> stayed = new LinkedHashMap<>();
        changed.forEach((id, placed) -> {
            Image was = before.getOrDefault(id, Image.NONE);
            Image is = placed.image();
            if (was.wanted() && !is.wanted()) {
                gone.add(id);
            } else if (is.wanted() && (!was.wanted() || differs(was, is))) {
                waiting.put(id, placed);
            } else if (is.wanted()) {
                stayed.put(id, placed);
            }
        });
        if (!gone.isEmpty()) {
            changes.add(DELETE_TASKS).bindColumn("images", ColumnType.UUID, gone, image -> image);
        }
        if (!stayed.isEmpty()) {
            bindPlaces(changes.add(MOVE_TASKS), List.copyOf(stayed.entrySet()));
        }
        if (!waiting.isEmpty()) {
            List<Entry<UUID, ImageAt>> rows = List.copyOf(waiting.entrySet());
            bindPlaces(changes.add(PUT_TASKS), rows)
                    .bindColumn(
                            "ranks",
                            ColumnType.BIGINT,
                            rows,
                            row -> rank(row.getKey(), row.getValue().image()))
                    .bindColumn(
                            "given",
                            ColumnType.TEXT,
                            rows,
                            row -> annotators(row.getValue().image()));
        }
    }

    private static StatementPipeline bindPlaces(StatementPipeline statement, List<Entry<UUID, ImageAt>> rows)
            throws SQLException {
        return statement
                .bindColumn("images", ColumnType.UUID, rows, Entry::getKey)
                .bindColumn(
                        "positions",
                        ColumnType.BIGINT,
                        rows,
                        row -> row.getValue().position());
    }

    /** Whether the task waits in another place, or for somebody else. */
    private static boolean differs(Image was, Image is) {
        return was.skips().size() != is.skips().size()
                || !was.labels().keySet().equals(is.labels().keySet());
    }

    /** Who gave it a label or skipped it, as an array of the database. */
    private static String annotators(Image image) {
        return Stream.concat(image.labels().keySet().stream(), image.skips().stream())
                .distinct()
                .map(UUID::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The order is random, but fixed: it comes from the pixels' digest. What has labels comes before all others. */
    static long rank(UUID image, Image state) {
        long random = image.getLeastSignificantBits() & (SKIPPED - 1);
        if (!state.labels().isEmpty()) {
            return random - SKIPPED;
        }
        return state.skips().isEmpty() ? random : SKIPPED + random;
    }
}
