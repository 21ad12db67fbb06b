package nudge.network;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that work through the phases of a step together. Each phase is divided into as many shares as
 * there are threads, and {@link #run} returns when all shares of a phase are done. The calling thread is one of the
 * team.
 *
 * <p>A step takes microseconds, so a thread that waits spins for some microseconds first, and then parks: an idle team
 * uses no processor time. A thread that the operating system has not scheduled in time delays nobody: the caller takes
 * over the shares that nobody has begun. Results must therefore not depend on which thread does a share.
 *
 * @param <P> names a phase
 */
final class WorkerTeam<P> implements AutoCloseable {
    /** Does one share, numbered from 0, of a phase. Different shares of one phase may run at the same time. */
    interface Work<P> {
        void run(P phase, int share);
    }

    private static final int SPINS = 4_000;

    private final Work<P> work;
    /** All threads but the caller's: thread i has share i + 1. */
    private final Thread[] others;
    /** Shares of the current phase that others than the caller have, and that are not done. */
    private final AtomicInteger unfinished = new AtomicInteger();
    /**
     * 1 for each thread that may be parked: set before it looks for work a last time, read after work was announced.
     */
    private final AtomicIntegerArray parked;
    /** For each thread, the last generation whose share was begun, by the thread itself or by the caller. */
    private final AtomicIntegerArray claimed;

    private @Nullable P phase;
    /** Counts the phases. Increasing it announces a new one, and publishes {@link #phase}. */
    private volatile int generation;

    private volatile boolean closed;
    private volatile @Nullable Thread waitingCaller;
    private volatile @Nullable Throwable failure;

    WorkerTeam(int threads, Work<P> work) {
        this.work = work;
        this.others = new Thread[threads - 1];
        this.parked = new AtomicIntegerArray(threads - 1);
        this.claimed = new AtomicIntegerArray(threads - 1);
        for (int i = 0; i < others.length; i++) {
            int other = i;
            others[i] = new Thread(() -> serve(other), "nudge-sgd-" + (i + 1));
            others[i].setDaemon(true);
            others[i].start();
        }
    }

    int threads() {
        return others.length + 1;
    }

    /**
     * Does all shares of a phase, the caller share 0.
     *
     * @throws IllegalStateException when a share threw in another thread
     */
    void run(P phaseToRun) {
        if (others.length == 0) {
            work.run(phaseToRun, 0);
            return;
        }
        phase = phaseToRun;
        unfinished.set(others.length);
        generation++;
        for (int i = 0; i < others.length; i++) {
            if (parked.get(i) != 0) {
                LockSupport.unpark(others[i]);
            }
        }
        try {
            work.run(phaseToRun, 0);
        } finally {
            for (int i = 0; i < others.length; i++) {
                claimAndRun(generation, i);
            }
            awaitOthers();
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException(
                    "Expected every thread to finish its share, got " + thrown + ": discard what it was working on",
                    thrown);
        }
    }

    private void awaitOthers() {
        for (int spin = 0; spin < SPINS; spin++) {
            if (unfinished.get() == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        waitingCaller = Thread.currentThread();
        while (unfinished.get() != 0) {
            LockSupport.park(this);
        }
        waitingCaller = null;
    }

    /** The life of another thread. */
    private void serve(int other) {
        int served = 0;
        while (true) {
            awaitGenerationAfter(served, other);
            if (closed) {
                return;
            }
            served = generation;
            claimAndRun(served, other);
        }
    }

    /** Does another thread's share of a generation, unless someone has begun it. */
    private void claimAndRun(int now, int other) {
        if (!claimed.compareAndSet(other, now - 1, now)) {
            return;
        }
        try {
            work.run(Objects.requireNonNull(phase), other + 1);
        } catch (Throwable e) {
            failure = e;
        }
        if (unfinished.decrementAndGet() == 0) {
            Thread caller = waitingCaller;
            if (caller != null && caller != Thread.currentThread()) {
                LockSupport.unpark(caller);
            }
        }
    }

    private void awaitGenerationAfter(int served, int self) {
        for (int spin = 0; spin < SPINS; spin++) {
            if (generation != served || closed) {
                return;
            }
            Thread.onSpinWait();
        }
        parked.set(self, 1);
        while (generation == served && !closed) {
            LockSupport.park(this);
        }
        parked.set(self, 0);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        for (Thread other : others) {
            LockSupport.unpark(other);
        }
    }
}
