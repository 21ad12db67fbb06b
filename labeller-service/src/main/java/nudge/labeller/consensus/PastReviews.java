package nudge.labeller.consensus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import nudge.labeller.consensus.Reviews.Waiting;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ReviewReason;
import org.jspecify.annotations.Nullable;

/**
 * The images that waited for a reviewer at a position of the log. The log is read up to there.
 *
 * @param waiting the most urgent first
 * @param counts how many waited for each reason; none for those that are not named
 */
public record PastReviews(List<Waiting> waiting, Map<ReviewReason, Long> counts) {
    /** As {@link Reviews#waiting} orders them; the ids as PostgreSQL does. */
    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(
                    (Candidate candidate) -> candidate.state().verdict().score())
            .reversed()
            .thenComparing(candidate -> candidate.image().toString());

    private record Candidate(UUID image, ReviewReason reason, Image state) {}

    /**
     * Those of a reason, or of all.
     *
     * @param reason null for all
     * @throws StoreUnavailableException when the database does not answer
     */
    public static PastReviews of(ImageQueries images, long position, @Nullable ReviewReason reason, int limit) {
        Map<ReviewReason, Long> counts = new EnumMap<>(ReviewReason.class);
        // The last in order on top.
        PriorityQueue<Candidate> first = new PriorityQueue<>(ORDER.reversed());
        images.snapshot(position).eachState((id, state) -> {
            ReviewReason why = state.image().verdict().review();
            if (why != null) {
                counts.merge(why, 1L, Long::sum);
                if (reason == null || reason == why) {
                    first.add(new Candidate(id, why, state.image()));
                }
                if (first.size() > limit) {
                    first.remove();
                }
            }
        });
        Deque<Candidate> inOrder = new ArrayDeque<>();
        while (!first.isEmpty()) {
            inOrder.addFirst(first.remove());
        }
        List<Waiting> waiting = new ArrayList<>();
        for (Candidate candidate : inOrder) {
            Image state = candidate.state();
            images.pixels(candidate.image())
                    .ifPresent(pixels -> waiting.add(new Waiting(
                            candidate.image(),
                            candidate.reason(),
                            state.verdict().score(),
                            state,
                            pixels)));
        }
        return new PastReviews(List.copyOf(waiting), counts);
    }
}
