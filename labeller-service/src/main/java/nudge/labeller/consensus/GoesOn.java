package nudge.labeller.consensus;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nudge.labeller.log.Lease;

/** Whether the work goes on: not when this labeller stops, or another has taken it over meanwhile. Owned by one thread. */
final class GoesOn {
    private final Lease lease;
    private final CountDownLatch closing;
    private long renewed;

    /** @param lease that this labeller has */
    GoesOn(Lease lease, CountDownLatch closing) {
        this.lease = lease;
        this.closing = closing;
        this.renewed = System.nanoTime();
    }

    /** The work does not go on; what is not finished is for whoever does it next. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException(String why) {
            super(why);
        }
    }

    /** @throws StoppedException when it does not */
    void check() {
        if (closing.getCount() == 0) {
            throw new StoppedException("the labeller stops");
        }
        if (System.nanoTime() - renewed > lease.lasts().toNanos() / 4) {
            if (lease.take().isEmpty()) {
                throw new StoppedException("another labeller does the work");
            }
            renewed = System.nanoTime();
        }
    }

    /**
     * Waits, and checks.
     *
     * @throws StoppedException when it does not go on
     */
    void rest(Duration time) throws InterruptedException {
        closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        check();
    }
}
