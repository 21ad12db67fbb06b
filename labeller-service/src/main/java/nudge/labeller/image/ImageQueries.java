package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;

/** What readers ask of the images. Every method throws {@link StoreUnavailableException} when the database is down. */
public final class ImageQueries {
    private final DataSource database;

    public ImageQueries(DataSource database) {
        this.database = database;
    }

    /** Counts of the pool; images and labels are the training images'. */
    public record Progress(long images, long labelled, long skipped, long rejected, long heldOut, long position) {}

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T ask(Query<T> query) {
        try (Connection connection = database.getConnection()) {
            return query.run(connection);
        } catch (SQLException failed) {
            throw new StoreUnavailableException(failed);
        }
    }

    public Optional<Image> image(UUID id) {
        return ask(connection -> Optional.ofNullable(
                ImageProjections.load(connection, List.of(id)).get(id)));
    }

    /** The image's events, oldest first; empty when there is no such image. */
    public List<StoredEvent> history(UUID id) {
        return ask(connection -> Log.stream(connection, id));
    }

    /** The log's events behind a position, oldest first. */
    public List<StoredEvent> eventsAfter(long position, int limit) {
        return ask(connection -> Log.after(connection, position, limit));
    }

    /** The log's events before a position, newest first. */
    public List<StoredEvent> eventsBefore(long position, int limit) {
        return ask(connection -> Log.before(connection, position, limit));
    }

    public Optional<byte[]> pixels(UUID id) {
        return ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT pixels FROM image WHERE id = ?")) {
                select.setObject(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    public Progress progress() {
        return ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                            SELECT images, labelled, skipped, rejected, held_out, position
                            FROM progress, log_head""");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return new Progress(
                        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
            }
        });
    }

    /** The images as they were at a position of the log. */
    public Snapshot snapshot(long position) {
        return new Snapshot(database, position);
    }

    /** A page of the images that match. */
    public ImageSearch.Page browse(ImageSearch.Filter filter, long before, int limit) {
        return ask(connection -> ImageSearch.page(connection, filter, before, limit));
    }

    /** Images whose ids begin with {@code prefix}, up to 32 hexadecimal digits. */
    public List<ImageSearch.Found> byId(String prefix, int limit) {
        return ask(connection -> ImageSearch.byId(connection, prefix, limit));
    }
}
