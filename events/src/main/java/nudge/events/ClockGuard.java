package nudge.events;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread when the machine's clock is put back. Kafka's clients wait by that clock: whatever waits for an answer that
 * was lost, or for the next try to connect, would wait for as long as the clock was ahead. So whoever keeps clients for long
 * makes them anew.
 */
public final class ClockGuard implements AutoCloseable {
    /** A smaller correction makes a client wait for as long and no longer. */
    private static final long LEAST_MILLIS = 2_000;

    private static final long LOOK_MILLIS = 1_000;
    /** One for all guards: a thread is guarded for a single request as well. */
    private static final ScheduledThreadPoolExecutor LOOKING = looking();

    private final Thread guarded;
    private final LongSupplier clockMillis;
    private final LongSupplier nanos;
    private @Nullable Future<?> looks;
    private long lead;
    private boolean putBack;
    private boolean closed;

    private ClockGuard(Thread guarded, LongSupplier clockMillis, LongSupplier nanos) {
        this.guarded = guarded;
        this.clockMillis = clockMillis;
        this.nanos = nanos;
        this.lead = lead();
    }

    private static ScheduledThreadPoolExecutor looking() {
        ScheduledThreadPoolExecutor looking = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "clock-guard");
            thread.setDaemon(true);
            return thread;
        });
        looking.setRemoveOnCancelPolicy(true);
        return looking;
    }

    /** Guards the calling thread until it is closed. */
    public static ClockGuard ofThisThread() {
        return ofThisThread(System::currentTimeMillis);
    }

    /**
     * The same, by another clock than the machine's.
     *
     * @param clockMillis as {@link System#currentTimeMillis}
     */
    public static ClockGuard ofThisThread(LongSupplier clockMillis) {
        ClockGuard guard = of(Thread.currentThread(), clockMillis, System::nanoTime);
        guard.looks = LOOKING.scheduleWithFixedDelay(guard::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return guard;
    }

    /**
     * Asks Kafka something, guarded.
     *
     * @throws KafkaException as the question throws it, and when the clock was put back meanwhile: then it may be asked again
     */
    public static <T> T ask(Supplier<T> question) {
        try (ClockGuard clock = ofThisThread()) {
            try {
                return question.get();
            } catch (InterruptException stop) {
                if (!clock.wasPutBack()) {
                    throw stop;
                }
                throw new KafkaException("the machine's clock was put back while Kafka was asked: ask again", stop);
            }
        }
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
        if (lead <= before - LEAST_MILLIS && !closed) {
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

    /** Interrupts the thread no more; one that it has interrupted for the clock alone goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        if (looks != null) {
            looks.cancel(false);
        }
        if (Thread.currentThread() == guarded) {
            wasPutBack();
        }
    }
}
