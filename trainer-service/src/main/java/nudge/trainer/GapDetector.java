package nudge.trainer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves from the positions that label records name that none is missing: each names the position of the one before it.
 *
 * <p>A record that cannot be read may have been a link of the chain, and may have been a stranger that anybody wrote into the
 * topic. If it was a link, the next record's {@code previous} names it, and not the last record that was read. So such
 * records are kept in mind until the next readable one, and that one may follow on the last readable record directly (all
 * between were strangers), or on one of those between that can have that position: a bad record whose positions can be read
 * must itself follow on, one whose positions cannot be read is taken to. What that leaves undetected is a record that is
 * missing at the very place where an unreadable stranger stands.
 */
final class GapDetector {
    private record Unreadable(
            @Nullable Long position, @Nullable Long previous) {}

    private final List<Unreadable> since = new ArrayList<>();
    private long last;

    /** The position of the last record that was read; 0 before the first. */
    long position() {
        return last;
    }

    /** A record that is no label. @param position what it says of itself, or null when that cannot be read */
    void unreadable(@Nullable Long position, @Nullable Long previous) {
        since.add(new Unreadable(position, previous));
    }

    /**
     * A label record.
     *
     * @throws HaltedException when some record before it is missing
     */
    void link(long position, long previous) {
        if (!follows(previous, since.size())) {
            throw new HaltedException("expected a label record that follows on position " + last + ", got position "
                    + position + " that follows on " + previous + ": records of nudge.labels "
                    + (previous > last ? "are missing" : "come twice")
                    + "; the topic must hold what the relay published, whole and in order");
        }
        last = position;
        since.clear();
    }

    /** Whether a record whose predecessor has this position is explained by the first {@code count} unreadable ones. */
    private boolean follows(long previous, int count) {
        if (previous == last) {
            return true;
        }
        for (int i = count - 1; i >= 0 && previous > last; i--) {
            Unreadable between = since.get(i);
            if (between.position == null || between.previous == null) {
                return true;
            }
            if (between.position == previous && between.previous < previous && follows(between.previous, i)) {
                return true;
            }
        }
        return false;
    }
}
