package nudge.labeller.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * The images as they were at a position of the log, in the order of their ids: the log is folded up to there. Events never
 * change, so the same position shows the same at any time. Holds a few images at a time, and no connection between.
 */
public final class Snapshot {
    private static final int CHUNK = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String STORED = "SELECT id, pixels FROM image WHERE id > ? ORDER BY id LIMIT ?";
    private static final RowMapper<Stored> STORED_ROW = ConstructorMapper.of(Stored.class);

    private final Database database;
    private final long position;

    Snapshot(Database database, long position) {
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

    private record Stored(UUID id, byte[] pixels) {}

    private record Chunk(List<Stored> images, Map<UUID, Row> rows) {}

    /** @throws StoreUnavailableException when the database does not answer */
    public void each(Visitor visitor) throws IOException {
        Chunk chunk = chunk(BEFORE_ALL);
        while (!chunk.images().isEmpty()) {
            UUID last = BEFORE_ALL;
            for (Stored image : chunk.images()) {
                Row row = chunk.rows().get(image.id());
                if (row != null) {
                    visitor.visit(row);
                }
                last = image.id();
            }
            chunk = chunk(last);
        }
    }

    private Chunk chunk(UUID after) {
        return database.withHandle(handle -> {
            List<Stored> images =
                    handle.select(STORED, after, CHUNK).map(STORED_ROW).list();
            return new Chunk(images, rows(handle, images));
        });
    }

    private Map<UUID, Row> rows(Handle handle, List<Stored> images) {
        Map<UUID, byte[]> pixels = images.stream().collect(Collectors.toMap(Stored::id, Stored::pixels));
        Map<UUID, Row> rows = new HashMap<>();
        for (StoredEvent event :
                Log.streams(handle, images.stream().map(Stored::id).toList(), position)) {
            Row before = rows.get(event.stream());
            Image image = before == null ? Image.NONE : before.image();
            rows.put(
                    event.stream(),
                    new Row(
                            event.stream(),
                            pixels.get(event.stream()),
                            image.evolve(ImageEventJson.read(event), event.actor(), event.position()),
                            event.position()));
        }
        return rows;
    }
}
