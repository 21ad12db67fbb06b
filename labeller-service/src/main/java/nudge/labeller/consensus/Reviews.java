package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageProjections;
import nudge.labeller.image.ReviewReason;
import org.jspecify.annotations.Nullable;

/** The images that a person has to look at. Every method throws {@link StoreUnavailableException} when the database is down. */
public final class Reviews {
    private static final String WAITING = SqlFile.read(Reviews.class, "find-reviews");
    private static final String COUNTS = "SELECT reason, count(*) AS waiting FROM review GROUP BY reason";

    private final Database database;

    public Reviews(Database database) {
        this.database = database;
    }

    /**
     * An image that waits for a reviewer.
     *
     * @param score how urgent it is, 0 to 1
     * @param pixels 784 bytes
     */
    public record Waiting(UUID image, ReviewReason reason, double score, Image state, byte[] pixels) {}

    private record Row(UUID image, ReviewReason reason, double score, byte[] pixels) {}

    /** The most urgent first, at most {@code limit}. @param reason null for all */
    public List<Waiting> waiting(@Nullable ReviewReason reason, int limit) {
        return database.withHandle(handle -> {
            List<Row> rows = handle.createQuery(WAITING)
                    .bind("reason", reason == null ? "" : reason.wire())
                    .bind("limit", limit)
                    .map((row, context) -> new Row(
                            row.getObject("image", UUID.class),
                            ReviewReason.of(row.getString("reason")),
                            row.getDouble("score"),
                            row.getBytes("pixels")))
                    .list();
            Map<UUID, Image> states =
                    ImageProjections.load(handle, rows.stream().map(Row::image).toList());
            List<Waiting> waiting = new ArrayList<>();
            for (Row row : rows) {
                Image state = states.get(row.image());
                // Somebody may have decided it between the two questions.
                if (state != null && state.verdict().review() != null) {
                    waiting.add(new Waiting(row.image(), row.reason(), row.score(), state, row.pixels()));
                }
            }
            return waiting;
        });
    }

    /** How many wait for each reason; none for those that are not named. */
    public Map<ReviewReason, Long> counts() {
        Map<ReviewReason, Long> counts = new EnumMap<>(ReviewReason.class);
        database.withHandle(handle -> handle.createQuery(COUNTS)
                .map((row, context) -> counts.put(ReviewReason.of(row.getString("reason")), row.getLong("waiting")))
                .list());
        return counts;
    }

    /** The states of those images that there are. */
    public Map<UUID, Image> states(List<UUID> images) {
        return new HashMap<>(database.withHandle(handle -> ImageProjections.load(handle, images)));
    }
}
