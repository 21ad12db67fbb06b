package nudge.labeller.statistics;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A result that follows from the labels. It is made anew when the log has moved, but spends at most a twentieth of the time: what
 * takes long is up to {@link #MOST_NANOS} old. Thread-safe.
 */
final class Cached<T> {
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int REST = 20;

    /** A result as of a position. */
    record At<T>(long position, T value) {}

    private final LabelHistory history;
    private final Function<LabelFold, Supplier<T>> take;
    private @Nullable At<T> latest;
    private long made;
    private long rest;

    /**
     * @param take takes what the result needs while no event is taken; what it gives makes the result
     */
    Cached(LabelHistory history, Function<LabelFold, Supplier<T>> take) {
        this.history = history;
        this.take = take;
    }

    private record Taken<T>(long position, Supplier<T> rest) {}

    synchronized At<T> get() {
        At<T> known = latest;
        long begin = System.nanoTime();
        boolean fresh = known != null && begin - made < rest;
        Taken<T> taken = history.read(labels -> {
            boolean same = known != null && labels.position() == known.position();
            return same || fresh ? null : new Taken<>(labels.position(), take.apply(labels));
        });
        if (taken == null && known != null) {
            return known;
        }
        At<T> result = new At<>(taken.position(), taken.rest().get());
        latest = result;
        made = System.nanoTime();
        rest = Math.min(MOST_NANOS, REST * (made - begin));
        return result;
    }
}
