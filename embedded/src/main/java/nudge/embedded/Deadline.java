package nudge.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A moment until which a condition may still come true. */
final class Deadline {
    private static final long POLL_MILLIS = 5;

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - end >= 0;
    }

    /** Waits until the condition holds; false if the deadline came first. */
    boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (passed()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while waiting for an embedded server", e);
        }
    }
}
