package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves from the positions that label records name that none is missing: each names the position of the one before it.
 *
 * <p>A record that cannot be read may be a link of this chain that was published damaged, or foreign: written into the topic by
 * somebody else. If it is a link, the next record's {@code previous} names it and not the last readable record. So unreadable
 * records are remembered until the next readable one. That one may follow on the last readable record directly, when all
 * between are foreign, or on an unreadable record that can have the position: one whose positions can be read must itself
 * follow on; one whose positions cannot be read is assumed to. What stays undetected is a record that is missing exactly
 * where a foreign record without positions stands.
 */
final class GapDetector {
    private record Unreadable(
            @Nullable Long position, @Nullable Long previous) {}

    /** The unreadable records since the last readable one. */
    private final List<Unreadable> since = new ArrayList<>();

    private long last;

    /** The position of the last readable record; 0 before the first. */
    long position() {
        return last;
    }

    /**
     * A record that cannot be read.
     *
     * @param position its own, or null when that cannot be read
     * @param previous its predecessor's, or null when that cannot be read
     */
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

    /** Whether a record may follow that names this predecessor, behind the first {@code count} unreadable records. */
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
