package nudge.labeller.access;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing down: after some failures in a row each further one doubles the wait. Counts in this process, for the keys
 * that failed last. Thread-safe.
 */
final class SignInBackoff {
    private static final int MOST_KEYS = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final int free;
    private final LongSupplier nanos;
    private final Map<String, Failures> failures = new RecentKeys<>(MOST_KEYS);

    private record Failures(int count, long until) {}

    /** @param free failures that cost no wait */
    SignInBackoff(int free, LongSupplier nanos) {
        this.free = free;
        this.nanos = nanos;
    }

    /**
     * Counts an attempt as failed from its beginning, so that attempts side by side do not count as one.
     *
     * @throws TooManyAttemptsException when the key has to wait
     */
    synchronized void begin(String key) {
        long now = nanos.getAsLong();
        Failures before = failures.getOrDefault(key, new Failures(0, now));
        if (before.count > free && before.until - now > 0) {
            throw new TooManyAttemptsException(
                    "too many failed attempts to sign in: wait a moment", Duration.ofNanos(before.until - now));
        }
        boolean forgotten = now - before.until > 2 * LONGEST.toNanos();
        int count = forgotten ? 1 : before.count + 1;
        failures.put(key, new Failures(count, now + wait(count).toNanos()));
    }

    /** Takes an attempt back that did not fail. */
    synchronized void forgive(String key) {
        failures.computeIfPresent(
                key, (same, before) -> before.count <= 1 ? null : new Failures(before.count - 1, nanos.getAsLong()));
    }

    /** Forgets the failures of a key. */
    synchronized void forget(String key) {
        failures.remove(key);
    }

    private Duration wait(int count) {
        if (count <= free) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(20, count - free - 1));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
