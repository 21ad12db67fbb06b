package nudge.events;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Interrupts a thread when the machine's clock is put back. Kafka's clients wait by that clock: whatever waits for an answer that
 * was lost, or for the next try to connect, would wait for as long as the clock was ahead. So whoever keeps clients for long
 * makes them anew.
 */
public final class ClockGuard implements AutoCloseable {
    /** A smaller correction makes a client wait for as long and no longer. */
    private static final long LEAST_MILLIS = 2_000;

    private static final long LOOK_MILLIS = 1_000;

    private final Thread guarded;
    private final LongSupplier clockMillis;
    private final LongSupplier nanos;
    private final ScheduledExecutorService looking;
    private long lead;
    private boolean putBack;

    private ClockGuard(Thread guarded, LongSupplier clockMillis, LongSupplier nanos) {
        this.guarded = guarded;
        this.clockMillis = clockMillis;
        this.nanos = nanos;
        this.lead = lead();
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, guarded.getName() + "-clock");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Guards the calling thread until it is closed. */
    public static ClockGuard ofThisThread() {
        ClockGuard guard = of(Thread.currentThread(), System::currentTimeMillis, System::nanoTime);
        guard.looking.scheduleWithFixedDelay(guard::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return guard;
    }

    /**
     * Compares two clocks.
     *
     * @param clockMillis the machine's clock
     * @param nanos a clock that nobody can set
     */
    static ClockGuard of(Thread guarded, LongSupplier clockMillis, LongSupplier nanos) {
        return new ClockGuard(guarded, clockMillis, nanos);
    }

    private long lead() {
        return clockMillis.getAsLong() - nanos.getAsLong() / 1_000_000;
    }

    synchronized void look() {
        long before = lead;
        lead = lead();
        if (lead <= before - LEAST_MILLIS) {
            putBack = true;
            guarded.interrupt();
        }
    }

    /**
     * Whether the guarded thread, which calls this, was interrupted because the clock was put back since the last call. If so, it
     * is interrupted no more.
     */
    public synchronized boolean wasPutBack() {
        boolean was = putBack;
        putBack = false;
        if (was) {
            Thread.interrupted();
        }
        return was;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
