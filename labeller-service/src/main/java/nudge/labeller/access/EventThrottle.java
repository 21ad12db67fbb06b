package nudge.labeller.access;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Lets one event per key and minute pass, and a fixed number of all keys together; it counts the others. So whoever makes
 * many of them cannot fill the log that nobody may delete from. Thread-safe.
 */
final class EventThrottle {
    static final int MOST_A_MINUTE = 120;

    private static final int MOST_KEYS = 5_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final Map<Object, Passed> keys = new RecentKeys<>(MOST_KEYS);
    private long minuteBegan;
    private int passedInMinute;

    /**
     * The last event of a key that passed.
     *
     * @param heldBack events of the key since
     */
    private record Passed(long at, int heldBack) {}

    EventThrottle(LongSupplier nanos) {
        this.nanos = nanos;
        this.minuteBegan = nanos.getAsLong();
    }

    /** How many events of the key were held back before this one; empty when this one is held back too. */
    synchronized OptionalInt pass(Object key) {
        long now = nanos.getAsLong();
        if (now - minuteBegan >= MINUTE) {
            minuteBegan = now;
            passedInMinute = 0;
        }
        Passed last = keys.get(key);
        int heldBack = last == null ? 0 : last.heldBack;
        if (last != null && now - last.at < MINUTE || passedInMinute >= MOST_A_MINUTE) {
            keys.put(key, new Passed(last == null ? now - MINUTE : last.at, heldBack + 1));
            return OptionalInt.empty();
        }
        passedInMinute++;
        keys.put(key, new Passed(now, 0));
        return OptionalInt.of(heldBack);
    }
}
