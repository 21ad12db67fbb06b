package nudge.labeller.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageEvent.LabelSettled;
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
    /** Of images without their pixels. */
    private static final int LARGE_CHUNK = 5_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final String STORED = "SELECT id, pixels FROM image WHERE id > ? ORDER BY id LIMIT ?";
    private static final String IDS = "SELECT id FROM image WHERE id > ? ORDER BY id LIMIT ?";
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
     * An image's state as it was.
     *
     * @param position of its last event until then
     * @param settled the event that settled its label last, or null; what it settled may be open again
     */
    public record State(
            Image image, long position, @Nullable LabelSettled settled) {
        private static final State NONE = new State(Image.NONE, 0, null);

        private State after(StoredEvent event) {
            ImageEvent happened = ImageEventJson.read(event);
            return new State(
                    image.evolve(happened, event.actor(), event.position()),
                    event.position(),
                    happened instanceof LabelSettled latest ? latest : settled);
        }
    }

    /**
     * An image as it was.
     *
     * @param pixels 784 bytes
     */
    public record Row(UUID id, byte[] pixels, State state) {
        public Image image() {
            return state.image();
        }

        /** Its label, or null when it has none or was rejected. */
        public @Nullable Integer digit() {
            return image().rejected() ? null : image().digit();
        }

        public String split() {
            if (image().split() == null) {
                throw new IllegalStateException("an image has its split from its first event on");
            }
            return image().split().wire();
        }
    }

    /** Takes the images one by one. */
    public interface Visitor {
        void visit(Row row) throws IOException;
    }

    /** Takes the images without their pixels one by one. */
    public interface StateVisitor {
        void visit(UUID image, State state);
    }

    private record Stored(UUID id, byte[] pixels) {}

    private record Chunk(List<Stored> images, Map<UUID, State> states) {}

    /** @throws StoreUnavailableException when the database does not answer */
    public void each(Visitor visitor) throws IOException {
        Chunk chunk = chunk(BEFORE_ALL);
        while (!chunk.images().isEmpty()) {
            UUID last = BEFORE_ALL;
            for (Stored image : chunk.images()) {
                State state = chunk.states().get(image.id());
                if (state != null) {
                    visitor.visit(new Row(image.id(), image.pixels(), state));
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
            return new Chunk(
                    images, states(handle, images.stream().map(Stored::id).toList()));
        });
    }

    /**
     * As {@link #each}, without reading their pixels.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public void eachState(StateVisitor visitor) {
        UUID last = BEFORE_ALL;
        for (List<UUID> ids = ids(last); !ids.isEmpty(); ids = ids(last)) {
            List<UUID> these = ids;
            Map<UUID, State> states = database.withHandle(handle -> states(handle, these));
            for (UUID id : these) {
                State state = states.get(id);
                if (state != null) {
                    visitor.visit(id, state);
                }
                last = id;
            }
        }
    }

    private List<UUID> ids(UUID after) {
        return database.withHandle(handle ->
                handle.select(IDS, after, LARGE_CHUNK).mapTo(UUID.class).list());
    }

    /**
     * One image as it was, or nothing when it was not there yet.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public Optional<Image> image(UUID id) {
        return database.withHandle(handle ->
                Optional.ofNullable(states(handle, List.of(id)).get(id)).map(State::image));
    }

    private Map<UUID, State> states(Handle handle, List<UUID> images) {
        Map<UUID, State> states = new HashMap<>();
        for (StoredEvent event : Log.streams(handle, images, position)) {
            states.put(
                    event.stream(),
                    states.getOrDefault(event.stream(), State.NONE).after(event));
        }
        return states;
    }
}
