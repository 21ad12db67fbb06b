package nudge.labeller.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What readers ask of the images. Every method throws {@link StoreUnavailableException} when the database is down. */
public final class ImageQueries {
    private static final String PROGRESS =
            "SELECT images, labelled, skipped, rejected, held_out, put_aside, left_out, position FROM progress, log_head";
    private static final RowMapper<Progress> PROGRESS_ROW = ConstructorMapper.of(Progress.class);

    private final Database database;

    public ImageQueries(Database database) {
        this.database = database;
    }

    /**
     * Counts of the pool; images and labels are the training images'.
     *
     * @param putAside near-duplicates that wait for a person to decide
     * @param leftOut near-duplicates that a person left out; neither these nor the former are counted elsewhere
     */
    public record Progress(
            long images,
            long labelled,
            long skipped,
            long rejected,
            long heldOut,
            long putAside,
            long leftOut,
            long position) {}

    public Optional<Image> image(UUID id) {
        return database.withHandle(handle ->
                Optional.ofNullable(ImageProjections.load(handle, List.of(id)).get(id)));
    }

    /** The image's events, oldest first; empty when there is no such image. */
    public List<StoredEvent> history(UUID id) {
        return database.withHandle(handle -> Log.stream(handle, id));
    }

    /** The twins of those images that were put aside once. */
    public Map<UUID, Twin> twins(List<UUID> images) {
        return database.withHandle(handle -> ImageSearch.twins(handle, images));
    }

    /** The log's events behind a position, oldest first. */
    public List<StoredEvent> eventsAfter(long position, int limit) {
        return database.withHandle(handle -> Log.after(handle, position, limit));
    }

    /** The log's events before a position, newest first. */
    public List<StoredEvent> eventsBefore(long position, int limit) {
        return database.withHandle(handle -> Log.before(handle, position, limit));
    }

    public Optional<byte[]> pixels(UUID id) {
        return database.withHandle(handle -> handle.select("SELECT pixels FROM image WHERE id = ?", id)
                .mapTo(byte[].class)
                .findOne());
    }

    public Progress progress() {
        return database.withHandle(
                handle -> handle.select(PROGRESS).map(PROGRESS_ROW).one());
    }

    /** The images as they were at a position of the log. */
    public Snapshot snapshot(long position) {
        return new Snapshot(database, position);
    }

    /** The first of the images that wait for a label, at most so many. */
    public OpenImages open(int most) {
        return database.withHandle(handle -> OpenImages.now(handle, most));
    }

    /** As {@link #open(int)}, as they waited at a position of the log. */
    public OpenImages open(long position, int most) {
        return OpenImages.asOf(snapshot(position), most);
    }

    /** A page of the images that match. */
    public ImageSearch.Page browse(ImageSearch.Filter filter, long before, int limit) {
        return database.withHandle(handle -> ImageSearch.page(handle, filter, before, limit));
    }

    /** Images whose ids begin with {@code prefix}, up to 32 hexadecimal digits. */
    public List<ImageSearch.Found> byId(String prefix, int limit) {
        return database.withHandle(handle -> ImageSearch.byId(handle, prefix, limit));
    }
}
