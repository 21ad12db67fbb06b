package nudge.labeller.image;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * The images as they were at a position of the log, in the order of their ids: the log is folded up to there. Events never
 * change, so the same position shows the same at any time. Holds a few images at a time, and no connection between.
 */
public final class Snapshot {
    private static final int CHUNK = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DataSource database;
    private final long position;

    Snapshot(DataSource database, long position) {
        this.database = database;
        this.position = position;
    }

    public long position() {
        return position;
    }

    /**
     * An image as it was.
     *
     * @param pixels 784 bytes
     * @param position of its last event until then
     */
    public record Row(UUID id, byte[] pixels, Image image, long position) {
        /** Its label, or null when it has none or was rejected. */
        public @Nullable Integer digit() {
            return image.rejected() ? null : image.digit();
        }

        public String split() {
            if (image.split() == null) {
                throw new IllegalStateException("an image has its split from its first event on");
            }
            return image.split().wire();
        }
    }

    /** Takes the images one by one. */
    public interface Visitor {
        void visit(Row row) throws IOException;
    }

    /** @throws StoreUnavailableException when the database does not answer */
    public void each(Visitor visitor) throws IOException {
        UUID last = BEFORE_ALL;
        for (List<UUID> chunk = List.of(last); !chunk.isEmpty(); ) {
            Map<UUID, byte[]> pixels = new LinkedHashMap<>();
            Map<UUID, Row> rows = new LinkedHashMap<>();
            try (Connection connection = database.getConnection()) {
                load(connection, last, pixels);
                chunk = List.copyOf(pixels.keySet());
                fold(Log.streams(connection, chunk, position), pixels, rows);
            } catch (SQLException failed) {
                throw new StoreUnavailableException(failed);
            }
            for (UUID id : chunk) {
                Row row = rows.get(id);
                if (row != null) {
                    visitor.visit(row);
                }
                last = id;
            }
        }
    }

    private static void load(Connection connection, UUID after, Map<UUID, byte[]> pixels) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, pixels FROM image WHERE id > ? ORDER BY id LIMIT ?")) {
            select.setObject(1, after);
            select.setInt(2, CHUNK);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pixels.put(row.getObject(1, UUID.class), row.getBytes(2));
                }
            }
        }
    }

    private static void fold(List<StoredEvent> events, Map<UUID, byte[]> pixels, Map<UUID, Row> rows) {
        for (StoredEvent event : events) {
            Row before = rows.get(event.stream());
            Image image = before == null ? Image.NONE : before.image();
            rows.put(
                    event.stream(),
                    new Row(
                            event.stream(),
                            pixels.get(event.stream()),
                            image.evolve(ImageEventJson.read(event), event.actor()),
                            event.position()));
        }
    }
}
