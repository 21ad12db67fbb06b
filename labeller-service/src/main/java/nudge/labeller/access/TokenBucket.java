package nudge.labeller.access;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests each key may make: so many a second, and so many at once after a pause (a token bucket). Thread-safe.
 */
public final class TokenBucket {
    private static final int MOST_KEYS = 20_000;

    private final double perSecond;
    private final double atOnce;
    private final LongSupplier nanos;
    private final Map<Object, Bucket> buckets = new RecentKeys<>(MOST_KEYS);

    private static final class Bucket {
        double left;
        long at;
    }

    public TokenBucket(double perSecond, double atOnce, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.nanos = nanos;
    }

    /** @throws TooManyAttemptsException when the key has used up what it may */
    public synchronized void take(Object key) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, fresh -> {
            Bucket full = new Bucket();
            full.left = atOnce;
            full.at = now;
            return full;
        });
        bucket.left = Math.min(atOnce, bucket.left + (now - bucket.at) / 1e9 * perSecond);
        bucket.at = now;
        if (bucket.left < 1) {
            throw new TooManyAttemptsException(
                    "expected at most " + Math.round(perSecond) + " requests a second, got more: slow down",
                    Duration.ofNanos((long) ((1 - bucket.left) / perSecond * 1e9)));
        }
        bucket.left--;
    }
}
