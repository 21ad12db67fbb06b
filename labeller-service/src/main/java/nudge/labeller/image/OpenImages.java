package nudge.labeller.image;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.stream.Stream;
import nudge.labeller.database.SqlFile;
import nudge.labeller.image.Snapshot.State;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * The images that wait for a label, in the order in which they are handed out: now by the queue's table, or as they waited at a
 * position of the log by a fold. Who holds a lease, and which images a model puts forward, is not in the log and not here.
 *
 * @param position of the log
 * @param waiting how many wait
 * @param secondOpinions how many of them have a label, and wait for another
 * @param first of those that wait, in order
 */
public record OpenImages(long position, long waiting, long secondOpinions, List<Open> first) {
    private static final String NOW = SqlFile.read(OpenImages.class, "find-first-tasks");
    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            row.getLong("head"),
            row.getLong("waiting"),
            row.getLong("opinions"),
            row.getObject("image", UUID.class) == null
                    ? null
                    : new Open(
                            row.getObject("image", UUID.class),
                            row.getInt("labels"),
                            row.getInt("skips"),
                            row.getLong("position")));
    private static final Comparator<Ranked> ORDER = Comparator.comparingLong(Ranked::rank)
            // As PostgreSQL orders them.
            .thenComparing(ranked -> ranked.open().image().toString());

    public OpenImages {
        first = List.copyOf(first);
    }

    /**
     * An image that waits.
     *
     * @param position of its last event
     */
    public record Open(UUID image, int labels, int skips, long position) {}

    private record Ranked(long rank, Open open) {}

    private record Row(
            long head,
            long waiting,
            long opinions,
            @Nullable Open open) {}

    /** Those that wait now. */
    static OpenImages now(Handle handle, int most) {
        List<Row> rows = handle.createQuery(NOW).bind("most", most).map(ROW).list();
        Row any = rows.get(0);
        return new OpenImages(
                any.head(),
                any.waiting(),
                any.opinions(),
                rows.stream().flatMap(row -> Stream.ofNullable(row.open())).toList());
    }

    /** Those that waited then. */
    static OpenImages asOf(Snapshot then, int most) {
        Fold fold = new Fold(most);
        then.eachState(fold::add);
        return fold.result(then.position());
    }

    /** Keeps the first in order, the last of them on top. */
    private static final class Fold {
        private final int most;
        private final PriorityQueue<Ranked> first = new PriorityQueue<>(ORDER.reversed());
        private long waiting;
        private long secondOpinions;

        Fold(int most) {
            this.most = most;
        }

        void add(UUID id, State state) {
            Image image = state.image();
            if (!image.wanted()) {
                return;
            }
            int labels = image.labels().size();
            waiting++;
            secondOpinions += labels > 0 ? 1 : 0;
            first.add(new Ranked(
                    TaskProjection.rank(id, image),
                    new Open(id, labels, image.skips().size(), state.position())));
            if (first.size() > most) {
                first.remove();
            }
        }

        OpenImages result(long position) {
            Deque<Open> inOrder = new ArrayDeque<>();
            while (!first.isEmpty()) {
                inOrder.addFirst(first.remove().open());
            }
            return new OpenImages(position, waiting, secondOpinions, List.copyOf(inOrder));
        }
    }
}
