package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.ImageTransaction.Placed;
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
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT image, version, split, rejected, digit, labels, skips FROM image_state
                WHERE image = ANY (?)""")) {
            select.setArray(1, connection.createArrayOf("uuid", images.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), image(row));
                }
            }
        }
        return found;
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

    static void store(
            Connection connection, Map<UUID, Image> before, Map<UUID, Placed> changed, Map<UUID, Pixels> added)
            throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        storePixels(connection, added);
        storeStates(connection, changed);
        storeTasks(connection, before, changed);
        storeProgress(connection, before, changed);
    }

    private static void storePixels(Connection connection, Map<UUID, Pixels> added) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO image (id, sha256, pixels) VALUES (?, ?, ?)")) {
            for (var entry : added.entrySet()) {
                insert.setObject(1, entry.getKey());
                insert.setBytes(2, entry.getValue().sha256());
                insert.setBytes(3, entry.getValue().bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void storeStates(Connection connection, Map<UUID, Placed> changed) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO image_state (image, version, split, rejected, digit, labels, skips, position)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                ON CONFLICT (image) DO UPDATE SET version = excluded.version, rejected = excluded.rejected,
                    digit = excluded.digit, labels = excluded.labels, skips = excluded.skips,
                    position = excluded.position""")) {
            for (var entry : changed.entrySet()) {
                Image image = entry.getValue().image();
                upsert.setObject(1, entry.getKey());
                upsert.setInt(2, image.version());
                upsert.setString(3, split(image).wire());
                upsert.setBoolean(4, image.rejected());
                upsert.setObject(5, image.digit(), Types.SMALLINT);
                upsert.setString(6, labels(image));
                upsert.setString(
                        7,
                        MAPPER.writeValueAsString(
                                image.skips().stream().sorted().toList()));
                upsert.setLong(8, entry.getValue().position());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static String labels(Image image) {
        List<List<Object>> pairs = new ArrayList<>();
        image.labels().forEach((actor, digit) -> pairs.add(List.of(actor.toString(), digit)));
        return MAPPER.writeValueAsString(pairs);
    }

    private static void storeTasks(Connection connection, Map<UUID, Image> before, Map<UUID, Placed> changed)
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
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM task WHERE image = ANY (?)")) {
                delete.setArray(1, connection.createArrayOf("uuid", gone.toArray()));
                delete.executeUpdate();
            }
        }
        if (!waiting.isEmpty()) {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO task (image, rank) VALUES (?, ?)
                    ON CONFLICT (image) DO UPDATE SET rank = excluded.rank, expires = '-infinity'""")) {
                for (var entry : waiting.entrySet()) {
                    insert.setObject(1, entry.getKey());
                    insert.setLong(2, entry.getValue());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    /** The order is random, but fixed: it comes from the pixels' digest. */
    private static long rank(UUID image, Image state) {
        long random = image.getLeastSignificantBits() & (SKIPPED - 1);
        return state.skips().isEmpty() ? random : SKIPPED + random;
    }

    private static void storeProgress(Connection connection, Map<UUID, Image> before, Map<UUID, Placed> changed)
            throws SQLException {
        long[] delta = new long[5];
        changed.forEach((id, placed) -> {
            count(before.getOrDefault(id, Image.NONE), -1, delta);
            count(placed.image(), 1, delta);
        });
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE progress SET images = images + ?, labelled = labelled + ?, skipped = skipped + ?,
                    rejected = rejected + ?, held_out = held_out + ?""")) {
            for (int i = 0; i < delta.length; i++) {
                update.setLong(i + 1, delta[i]);
            }
            update.executeUpdate();
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
