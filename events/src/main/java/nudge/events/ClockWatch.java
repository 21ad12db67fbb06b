package nudge.events;

import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was put back. Kafka's clients wait by that clock: what they put off while it was ahead, the
 * next try to connect for instance, stays put off for as long as it was ahead. So whoever keeps a client for long looks here now
 * and then, and makes it anew. Owned by one thread.
 */
public final class ClockWatch {
    /** A smaller correction makes a client wait for as long and no longer. */
    private static final long LEAST_MILLIS = 2_000;

    private final LongSupplier clockMillis;
    private final LongSupplier nanos;
    private long lead;

    public ClockWatch() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * Compares two clocks.
     *
     * @param clockMillis the machine's clock
     * @param nanos a clock that nobody can set
     */
    ClockWatch(LongSupplier clockMillis, LongSupplier nanos) {
        this.clockMillis = clockMillis;
        this.nanos = nanos;
        this.lead = lead();
    }

    private long lead() {
        return clockMillis.getAsLong() - nanos.getAsLong() / 1_000_000;
    }

    /** Whether the clock was put back by two seconds or more since the last look. */
    public boolean wasPutBack() {
        long before = lead;
        lead = lead();
        return lead <= before - LEAST_MILLIS;
    }
}
