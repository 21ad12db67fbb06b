package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.log.Log;
import org.jspecify.annotations.Nullable;

/** Looks through the images. Every look costs the same, however many there are. */
public final class ImageSearch {
    /** So many events, or open images, are looked at for images that match. */
    private static final int LOOKED_AT = 2_000;

    private static final String COLUMNS = "image, version, split, rejected, digit, labels, skips, position, pixels";

    private ImageSearch() {}

    /** How far an image has come. */
    public enum State {
        OPEN("NOT rejected AND digit IS NULL"),
        LABELLED("NOT rejected AND digit IS NOT NULL"),
        REJECTED("rejected");

        private final String condition;

        State(String condition) {
            this.condition = condition;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is asked for; null where all are. */
    public record Filter(
            @Nullable Integer digit,
            @Nullable UUID annotator,
            @Nullable Split split,
            @Nullable State state) {
        private String condition() {
            return (digit == null ? "" : " AND digit = " + digit)
                    + (split == null ? "" : " AND split = '" + split.wire() + "'")
                    + (annotator == null ? "" : " AND labels @> '[[\"" + annotator + "\"]]'")
                    + (state == null ? "" : " AND " + state.condition);
        }
    }

    /** @param position of its last event */
    public record Found(UUID id, Image image, byte[] pixels, long position) {}

    /**
     * Images, those first to which something happened last.
     *
     * @param next the position before which the search goes on; null when it has come to its end
     */
    public record Page(List<Found> images, @Nullable Long next) {}

    /**
     * A page: it may hold few images or none although the search goes on. It follows the log backwards, from last events to
     * their images, so that no index must follow the images. Those that are open are read in the order of their tasks, and
     * the few that are rejected have an index.
     */
    static Page page(Connection connection, Filter filter, long before, int limit) throws SQLException {
        long to = Math.min(before, Log.head(connection).position() + 1);
        long from = from(connection, filter.state(), to);
        List<Found> images;
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM (SELECT image_state.* FROM image_state" + source(filter.state()) + " BETWEEN ? AND ?"
                + filter.condition()
                + " ORDER BY image_state.position DESC LIMIT ?) AS state JOIN image ON id = image"
                + " ORDER BY position DESC")) {
            select.setLong(1, from);
            select.setLong(2, to - 1);
            select.setInt(3, limit);
            images = found(select);
        }
        long last = images.size() < limit ? from : images.get(limit - 1).position();
        return new Page(images, last > 1 ? last : null);
    }

    private static String source(@Nullable State state) {
        String place = " ON %1$s = image_state.image AND %2$s.position = image_state.position WHERE %2$s.position";
        if (state == State.OPEN) {
            return " JOIN task" + place.formatted("task.image", "task");
        }
        return state == State.REJECTED
                ? " WHERE image_state.position"
                : " JOIN event" + place.formatted("event.stream", "event");
    }

    /** How far a look goes back. */
    private static long from(Connection connection, @Nullable State state, long to) throws SQLException {
        if (state == State.REJECTED) {
            return 1;
        }
        if (state != State.OPEN) {
            return Math.max(1, to - LOOKED_AT);
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position FROM task WHERE position < ? ORDER BY position DESC OFFSET ? LIMIT 1")) {
            select.setLong(1, to);
            select.setInt(2, LOOKED_AT);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 1;
            }
        }
    }

    /** Images whose ids begin with a few hexadecimal digits, in the order of their ids. */
    static List<Found> byId(Connection connection, String prefix, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM image_state JOIN image ON id = image WHERE image BETWEEN ?::uuid AND ?::uuid ORDER BY image"
                + " LIMIT ?")) {
            select.setString(1, prefix + "0".repeat(32 - prefix.length()));
            select.setString(2, prefix + "f".repeat(32 - prefix.length()));
            select.setInt(3, limit);
            return found(select);
        }
    }

    private static List<Found> found(PreparedStatement select) throws SQLException {
        List<Found> images = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                images.add(new Found(
                        row.getObject(1, UUID.class), ImageProjections.image(row), row.getBytes(9), row.getLong(8)));
            }
        }
        return images;
    }
}
