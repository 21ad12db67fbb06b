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
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import nudge.events.Split;
import nudge.labeller.image.RequestBatch.ImageAt;
import nudge.labeller.log.Statements;
import org.jspecify.annotations.Nullable;
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

    /** From a row that begins with the columns of {@link #load}. */
    static Image image(ResultSet row) throws SQLException {
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
    static void store(Statements changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed) throws SQLException {
        storeStates(changes, before, changed);
        storeTasks(changes, before, changed);
        storeProgress(changes, before, changed);
    }

    /** Those that were not there are inserted, the others updated: asking for each whether it is there costs more. */
    private static void storeStates(Statements changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        Map<Boolean, List<Map.Entry<UUID, ImageAt>>> known =
                changed.entrySet().stream().collect(Collectors.partitioningBy(row -> before.containsKey(row.getKey())));
        storeStates(changes, known.get(false), """
                INSERT INTO image_state (image, version, rejected, digit, labels, skips, position, split)
                SELECT image, version, rejected, digit, labels::jsonb, skips::jsonb, position, split FROM\s""", "");
        storeStates(changes, known.get(true), """
                UPDATE image_state SET version = row.version, rejected = row.rejected, digit = row.digit,
                    labels = row.labels::jsonb, skips = row.skips::jsonb, position = row.position
                FROM\s""", " WHERE image_state.image = row.image");
    }

    private static void storeStates(
            Statements changes, List<Map.Entry<UUID, ImageAt>> rows, String change, String condition)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        changes.add(
                change + """
                unnest(?::uuid[], ?::int[], ?::boolean[], ?::int[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                AS row (image, version, rejected, digit, labels, skips, position, split)""" + condition,
                changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                state("int", rows, changes, Integer[]::new, Image::version),
                state("boolean", rows, changes, Boolean[]::new, Image::rejected),
                state("int", rows, changes, Integer[]::new, Image::digit),
                state("text", rows, changes, String[]::new, ImageProjections::labels),
                state("text", rows, changes, String[]::new, ImageProjections::skips),
                changes.column(
                        "bigint", rows, Long[]::new, row -> row.getValue().position()),
                state(
                        "text",
                        rows,
                        changes,
                        String[]::new,
                        image -> split(image).wire()));
    }

    private static <T> Object state(
            String type,
            List<Map.Entry<UUID, ImageAt>> rows,
            Statements changes,
            IntFunction<@Nullable T[]> array,
            Function<Image, @Nullable T> value)
            throws SQLException {
        return changes.column(
                type, rows, array, row -> value.apply(row.getValue().image()));
    }

    private static String skips(Image image) {
        return MAPPER.writeValueAsString(image.skips().stream().sorted().toList());
    }

    private static String labels(Image image) {
        List<List<Object>> pairs = new ArrayList<>();
        image.labels().forEach((actor, digit) -> pairs.add(List.of(actor.toString(), digit)));
        return MAPPER.writeValueAsString(pairs);
    }

    private static void storeTasks(Statements changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        List<UUID> gone = new ArrayList<>();
        Map<UUID, ImageAt> waiting = new LinkedHashMap<>();
        Map<UUID, ImageAt> stayed = new LinkedHashMap<>();
        changed.forEach((id, placed) -> {
            Image was = before.getOrDefault(id, Image.NONE);
            Image is = placed.image();
            if (was.open() && !is.open()) {
                gone.add(id);
            } else if (is.open()
                    && (!was.open() || was.skips().size() != is.skips().size())) {
                waiting.put(id, placed);
            } else if (is.open()) {
                stayed.put(id, placed);
            }
        });
        if (!gone.isEmpty()) {
            changes.add(
                    "DELETE FROM task USING unnest(?::uuid[]) AS gone (id) WHERE image = id",
                    changes.column("uuid", gone, UUID[]::new, image -> image));
        }
        if (!stayed.isEmpty()) {
            List<Map.Entry<UUID, ImageAt>> rows = List.copyOf(stayed.entrySet());
            changes.add(
                    """
                    UPDATE task SET position = row.position FROM unnest(?::uuid[], ?::bigint[]) AS row (id, position)
                    WHERE image = id""",
                    changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                    changes.column(
                            "bigint", rows, Long[]::new, row -> row.getValue().position()));
        }
        if (!waiting.isEmpty()) {
            List<Map.Entry<UUID, ImageAt>> rows = List.copyOf(waiting.entrySet());
            changes.add(
                    """
                    INSERT INTO task (image, rank, position) SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::bigint[])
                    ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, position = excluded.position,
                        lease = NULL, expires = NULL""",
                    changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                    changes.column(
                            "bigint",
                            rows,
                            Long[]::new,
                            row -> rank(row.getKey(), row.getValue().image())),
                    changes.column(
                            "bigint", rows, Long[]::new, row -> row.getValue().position()));
        }
    }

    /** The order is random, but fixed: it comes from the pixels' digest. */
    private static long rank(UUID image, Image state) {
        long random = image.getLeastSignificantBits() & (SKIPPED - 1);
        return state.skips().isEmpty() ? random : SKIPPED + random;
    }

    private static void storeProgress(Statements changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed) {
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
