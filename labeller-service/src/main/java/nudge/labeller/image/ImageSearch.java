package nudge.labeller.image;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.events.Split;
import nudge.labeller.database.SqlFile;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Looks through the images. Every look costs the same, however many there are. */
public final class ImageSearch {
    /** So many events, or open images, are looked at for images that match. */
    private static final int LOOKED_AT = 2_000;

    private static final String BY_LAST_EVENT = SqlFile.read(ImageSearch.class, "find-images-by-last-event");
    private static final String OPEN = SqlFile.read(ImageSearch.class, "find-open-images");
    private static final String RARE = SqlFile.read(ImageSearch.class, "find-images-of-rare-state");
    private static final String BY_ID_PREFIX = SqlFile.read(ImageSearch.class, "find-images-by-id-prefix");
    private static final String TWINS = SqlFile.read(ImageSearch.class, "find-put-aside-events");
    private static final RowMapper<StoredEvent> STORED_ROW = ConstructorMapper.of(StoredEvent.class);
    private static final String OPEN_BEFORE =
            "SELECT position FROM task WHERE position < ? ORDER BY position DESC OFFSET ? LIMIT 1";
    private static final RowMapper<Found> FOUND_ROW = (row, context) -> new Found(
            row.getObject("image", UUID.class),
            ImageProjections.image(row),
            row.getBytes("pixels"),
            row.getLong("position"));

    private ImageSearch() {}

    /** How far an image has come. */
    public enum State {
        OPEN(
                "NOT rejected AND digit IS NULL AND aside IS DISTINCT FROM 'waiting' AND aside IS DISTINCT FROM 'left-out'"),
        LABELLED("NOT rejected AND digit IS NOT NULL"),
        REJECTED("rejected"),
        /** It is nearly the same as another one, and a person has to decide. */
        PUT_ASIDE("aside = 'waiting'"),
        /** A person decided that it is the same as another one. */
        LEFT_OUT("aside = 'left-out'");

        private final String condition;

        State(String condition) {
            this.condition = condition;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether few images are in it, and these have an index. */
        private boolean isRare() {
            return this == REJECTED || this == PUT_ASIDE || this == LEFT_OUT;
        }
    }

    /** What is asked for; null where all are. */
    public record Filter(
            @Nullable Integer digit,
            @Nullable UUID annotator,
            @Nullable Split split,
            @Nullable State state) {
        private Query addTo(Query query) {
            query.define(
                    "filter",
                    (digit == null ? "" : " AND digit = :digit")
                            + (split == null ? "" : " AND split = :split")
                            + (annotator == null ? "" : " AND labels @> :label::jsonb")
                            + (state == null ? "" : " AND " + state.condition));
            if (digit != null) {
                query.bind("digit", digit);
            }
            if (split != null) {
                query.bind("split", split.wire());
            }
            if (annotator != null) {
                query.bind("label", "[[\"" + annotator + "\"]]");
            }
            return query;
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
     * the few that are rejected or put aside have an index.
     */
    static Page page(Handle handle, Filter filter, long before, int limit) {
        long to = Math.min(before, Log.head(handle).position() + 1);
        long from = from(handle, filter.state(), to);
        List<Found> images = filter.addTo(handle.createQuery(source(filter.state())))
                .bind("from", from)
                .bind("to", to - 1)
                .bind("limit", limit)
                .map(FOUND_ROW)
                .list();
        long last = images.size() < limit ? from : images.get(limit - 1).position();
        return new Page(images, last > 1 ? last : null);
    }

    private static String source(@Nullable State state) {
        if (state == State.OPEN) {
            return OPEN;
        }
        return state != null && state.isRare() ? RARE : BY_LAST_EVENT;
    }

    /** How far a look goes back. */
    private static long from(Handle handle, @Nullable State state, long to) {
        if (state != null && state.isRare()) {
            return 1;
        }
        if (state != State.OPEN) {
            return Math.max(1, to - LOOKED_AT);
        }
        return handle.select(OPEN_BEFORE, to, LOOKED_AT)
                .mapTo(Long.class)
                .findOne()
                .orElse(1L);
    }

    /** Images whose ids begin with a few hexadecimal digits, in the order of their ids. */
    static List<Found> byId(Handle handle, String prefix, int limit) {
        return handle.createQuery(BY_ID_PREFIX)
                .bind("first", prefix + "0".repeat(32 - prefix.length()))
                .bind("last", prefix + "f".repeat(32 - prefix.length()))
                .bind("limit", limit)
                .map(FOUND_ROW)
                .list();
    }

    /** The first event of an image that was put aside names its twin. */
    static Map<UUID, Twin> twins(Handle handle, List<UUID> images) {
        return handle.createQuery(TWINS).bind("images", images.toArray(UUID[]::new)).map(STORED_ROW).stream()
                .collect(Collectors.toMap(
                        StoredEvent::stream, event -> ((ImageEvent.ImagePutAside) ImageEventJson.read(event)).twin()));
    }
}
