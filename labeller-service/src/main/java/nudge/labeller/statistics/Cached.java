package nudge.labeller.statistics;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A result that follows from the labels. It is made anew when the log has moved. What takes long to make is made in a twentieth of
 * the time at most, and is up to {@link #MOST_NANOS} old. Thread-safe.
 */
final class Cached<T> {
    static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
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

    /** @param began when, by {@link System#nanoTime}: the time that the log was waited for does not count */
    private record Taken<T>(long position, Supplier<T> rest, long began) {}

    synchronized At<T> get() {
        At<T> known = latest;
        Taken<T> taken = history.read(labels -> {
            long now = System.nanoTime();
            boolean same = known != null && (labels.position() == known.position() || now - made < rest);
            return same ? null : new Taken<>(labels.position(), take.apply(labels), now);
        });
        if (taken == null && known != null) {
            return known;
        }
        At<T> result = new At<>(taken.position(), taken.rest().get());
        latest = result;
        made = System.nanoTime();
        long took = made - taken.began();
        rest = took < LONG_NANOS ? 0 : Math.min(MOST_NANOS, REST * took);
        return result;
    }
}
