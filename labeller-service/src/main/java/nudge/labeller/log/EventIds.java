package nudge.labeller.log;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives events their ids: UUIDs of version 7 (RFC 9562), each greater than the one before. Random ones would be unique as
 * well, but each would go to another page of the index. Not safe for use by several threads.
 */
public final class EventIds implements Supplier<UUID> {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Milliseconds, then 12 bits that count within one; when they are used up, the ids run ahead of the clock. */
    private long last;

    public EventIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public UUID get() {
        last = Math.max(last + 1, clock.millis() << 12);
        long version7 = last >>> 12 << 16 | 0x7000 | last & 0x0fff;
        return new UUID(version7, random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
    }
}
