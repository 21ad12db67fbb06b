package nudge.labeller.image;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.Decisions.Placed;
import nudge.labeller.log.Statements;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The projections that follow the images: their state, the tasks that wait, and the counts of the progress. */
public final class ImageProjections {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Skipped images wait behind all that were never skipped. */
    private static final long SKIPPED = 1L << 62;

    private ImageProjections() {}

    /** The states of those images that there are. */
    public static Map<UUID, Image> load(Connection connection, List<UUID> images) throws SQLException {
        Map<UUID, Image> found = new HashMap<>();
        Statements query = new Statements(connection);
        load(query, images, found);
        query.execute();
        return found;
    }

    /** Asks for the states of those images that there are. */
    static void load(Statements queries, List<UUID> images, Map<UUID, Image> found) throws SQLException {
        queries.query(
                row -> {
                    while (row.next()) {
                        found.put(row.getObject(1, UUID.class), image(row));
                    }
                },
                """
                SELECT image, version, split, rejected, digit, labels, skips FROM image_state
                WHERE image = ANY (?::uuid[])""",
                queries.column("uuid", images, UUID[]::new, image -> image));
    }

    private static Image image(ResultSet row) throws SQLException {
        Map<UUID, Integer> labels = new LinkedHashMap<>();
        for (JsonNode label : MAPPER.readTree(row.getString(6))) {
            labels.put(UUID.fromString(label.get(0).asString()), label.get(1).asInt());
        }
        Set<UUID> skips = new HashSet<>();
        for (JsonNode actor : MAPPER.readTree(row.getString(7))) {
            skips.add(UUID.fromString(actor.asString()));
        }
        return new Image(
                row.getInt(2),
                Split.of(row.getString(3)),
                row.getBoolean(4),
                row.getObject(5, Integer.class),
                labels,
                skips);
    }

    /**
     * Brings the projections up to date.
     *
     * @param before the states before the change, of those images that there were
     */
    static void store(Statements changes, Map<UUID, Image> before, Map<UUID, Placed> changed) throws SQLException {
        storeStates(changes, List.copyOf(changed.entrySet()));
        storeTasks(changes, before, changed);
        storeProgress(changes, before, changed);
    }

    private static void storeStates(Statements changes, List<Map.Entry<UUID, Placed>> rows) throws SQLException {
        changes.add(
                """
                INSERT INTO image_state (image, version, split, rejected, digit, labels, skips, position)
                SELECT image, version, split, rejected, digit, labels::jsonb, skips::jsonb, position
                FROM unnest(?::uuid[], ?::int[], ?::text[], ?::boolean[], ?::int[], ?::text[], ?::text[], ?::bigint[])
                AS row (image, version, split, rejected, digit, labels, skips, position)
                ON CONFLICT (image) DO UPDATE SET version = excluded.version, rejected = excluded.rejected,
                    digit = excluded.digit, labels = excluded.labels, skips = excluded.skips,
                    position = excluded.position""",
                changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                changes.column(
                        "int",
                        rows,
                        Integer[]::new,
                        row -> row.getValue().image().version()),
                changes.column(
                        "text",
                        rows,
                        String[]::new,
                        row -> split(row.getValue().image()).wire()),
                changes.column(
                        "boolean",
                        rows,
                        Boolean[]::new,
                        row -> row.getValue().image().rejected()),
                changes.column(
                        "int",
                        rows,
                        Integer[]::new,
                        row -> row.getValue().image().digit()),
                changes.column(
                        "text",
                        rows,
                        String[]::new,
                        row -> labels(row.getValue().image())),
                changes.column(
                        "text", rows, String[]::new, row -> skips(row.getValue().image())),
                changes.column(
                        "bigint", rows, Long[]::new, row -> row.getValue().position()));
    }

    private static String skips(Image image) {
        return MAPPER.writeValueAsString(image.skips().stream().sorted().toList());
    }

    private static String labels(Image image) {
        List<List<Object>> pairs = new ArrayList<>();
        image.labels().forEach((actor, digit) -> pairs.add(List.of(actor.toString(), digit)));
        return MAPPER.writeValueAsString(pairs);
    }

    private static void storeTasks(Statements changes, Map<UUID, Image> before, Map<UUID, Placed> changed)
            throws SQLException {
        List<UUID> gone = new ArrayList<>();
        Map<UUID, Long> waiting = new LinkedHashMap<>();
        changed.forEach((id, placed) -> {
            Image was = before.getOrDefault(id, Image.NONE);
            Image is = placed.image();
            if (was.open() && !is.open()) {
                gone.add(id);
            } else if (is.open()
                    && (!was.open() || was.skips().size() != is.skips().size())) {
                waiting.put(id, rank(id, is));
            }
        });
        if (!gone.isEmpty()) {
            changes.add(
                    "DELETE FROM task WHERE image = ANY (?::uuid[])",
                    changes.column("uuid", gone, UUID[]::new, image -> image));
        }
        if (!waiting.isEmpty()) {
            List<Map.Entry<UUID, Long>> rows = List.copyOf(waiting.entrySet());
            changes.add(
                    """
                    INSERT INTO task (image, rank) SELECT * FROM unnest(?::uuid[], ?::bigint[])
                    ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, lease = NULL, expires = NULL""",
                    changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                    changes.column("bigint", rows, Long[]::new, Map.Entry::getValue));
        }
    }

    /** The order is random, but fixed: it comes from the pixels' digest. */
    private static long rank(UUID image, Image state) {
        long random = image.getLeastSignificantBits() & (SKIPPED - 1);
        return state.skips().isEmpty() ? random : SKIPPED + random;
    }

    private static void storeProgress(Statements changes, Map<UUID, Image> before, Map<UUID, Placed> changed) {
        long[] delta = new long[5];
        changed.forEach((id, placed) -> {
            count(before.getOrDefault(id, Image.NONE), -1, delta);
            count(placed.image(), 1, delta);
        });
        if (Arrays.stream(delta).anyMatch(difference -> difference != 0)) {
            changes.add("""
                    UPDATE progress SET images = images + ?, labelled = labelled + ?, skipped = skipped + ?,
                        rejected = rejected + ?, held_out = held_out + ?""", Arrays.stream(delta).boxed().toArray());
        }
    }

    /** Images and labels count the training images; held-out ones count apart. */
    private static void count(Image image, int sign, long[] delta) {
        if (image.split() == Split.HELD_OUT) {
            delta[4] += sign;
        } else if (image.split() == Split.TRAIN) {
            delta[0] += sign;
            delta[1] += image.digit() != null ? sign : 0;
            delta[2] += image.open() && !image.skips().isEmpty() ? sign : 0;
            delta[3] += image.rejected() ? sign : 0;
        }
    }

    private static Split split(Image image) {
        if (image.split() == null) {
            throw new IllegalStateException("an image has its split from its first event on");
        }
        return image.split();
    }
}
