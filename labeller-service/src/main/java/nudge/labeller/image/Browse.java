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
import org.jspecify.annotations.Nullable;

/** Looks through the images. Every look costs the same, however many there are. */
public final class Browse {
    /** So many images are looked at for those of a split or an annotator. */
    private static final int LOOKED_AT = 2_000;

    private static final String COLUMNS = "image, version, split, rejected, digit, labels, skips, position, pixels";

    private Browse() {}

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
        boolean matches(Image image) {
            return (split == null || split == image.split())
                    && (annotator == null || image.labels().containsKey(annotator));
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

    /** A page: it may hold few images or none although the search goes on. */
    static Page page(Connection connection, Filter filter, long before, int limit) throws SQLException {
        boolean indexed = filter.split() == null && filter.annotator() == null;
        int most = indexed ? limit : LOOKED_AT;
        String where = "position < ?"
                + (filter.digit() == null ? "" : " AND digit = " + filter.digit())
                + (filter.state() == null ? "" : " AND " + filter.state().condition);
        List<Found> images = new ArrayList<>();
        long last = before;
        int seen = 0;
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM (SELECT * FROM image_state WHERE " + where + " ORDER BY position DESC LIMIT ?) AS state"
                + " JOIN image ON id = image ORDER BY position DESC")) {
            select.setLong(1, before);
            select.setInt(2, most);
            select.setFetchSize(limit);
            try (ResultSet row = select.executeQuery()) {
                while (images.size() < limit && row.next()) {
                    Found found = found(row);
                    last = found.position();
                    seen++;
                    if (filter.matches(found.image())) {
                        images.add(found);
                    }
                }
            }
        }
        return new Page(images, seen == most || images.size() == limit ? last : null);
    }

    /** Images whose ids begin with a few hexadecimal digits, in the order of their ids. */
    static List<Found> byId(Connection connection, String prefix, int limit) throws SQLException {
        List<Found> images = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM image_state JOIN image ON id = image WHERE image BETWEEN ?::uuid AND ?::uuid ORDER BY image"
                + " LIMIT ?")) {
            select.setString(1, prefix + "0".repeat(32 - prefix.length()));
            select.setString(2, prefix + "f".repeat(32 - prefix.length()));
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    images.add(found(row));
                }
            }
        }
        return images;
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getObject(1, UUID.class), ImageProjections.image(row), row.getBytes(9), row.getLong(8));
    }
}
