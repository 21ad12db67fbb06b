package nudge.network;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the phases of a step: {@link #run} returns when every share of a phase is done. A thread that waits
 * spins for some microseconds, because a step is that short, and then parks, so that an idle team burns no processor. The
 * caller is one of the team, and does the shares of threads that have not come in time: a thread that waits for a processor
 * delays nobody. Shares are the same whoever does them.
 */
final class WorkerTeam implements AutoCloseable {
    /** What the team does; shares of a phase may run at the same time. */
    interface Work {
        void share(int phase, int thread);
    }

    private static final int SPINS = 4_000;

    private final Work work;
    private final Thread[] others;
    private final AtomicInteger unfinished = new AtomicInteger();
    /** Which threads may be parked: set before they look for work a last time, read after work is announced. */
    private final AtomicIntegerArray parked;

    /** The last generation of which a thread's share was begun, by itself or by the caller. */
    private final AtomicIntegerArray claimed;

    private int phase;
    private volatile int generation;
    private volatile boolean closed;
    private volatile @Nullable Thread waitingCaller;
    private volatile @Nullable Throwable failure;

    WorkerTeam(int threads, Work work) {
        this.work = work;
        this.others = new Thread[threads - 1];
        this.parked = new AtomicIntegerArray(threads - 1);
        this.claimed = new AtomicIntegerArray(threads - 1);
        for (int i = 0; i < others.length; i++) {
            int thread = i + 1;
            others[i] = new Thread(() -> serve(thread), "nudge-sgd-" + thread);
            others[i].setDaemon(true);
            others[i].start();
        }
    }

    int threads() {
        return others.length + 1;
    }

    /** Does all shares of a phase, the caller share 0. */
    void run(int phaseToRun) {
        if (others.length == 0) {
            work.share(phaseToRun, 0);
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
            work.share(phaseToRun, 0);
        } finally {
            for (int i = 0; i < others.length; i++) {
                claimAndDo(generation, i);
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

    private void serve(int thread) {
        int served = 0;
        while (true) {
            awaitGenerationAfter(served, thread - 1);
            if (closed) {
                return;
            }
            served = generation;
            claimAndDo(served, thread - 1);
        }
    }

    /** Does the share of another thread, unless someone has it already. */
    private void claimAndDo(int now, int other) {
        if (!claimed.compareAndSet(other, now - 1, now)) {
            return;
        }
        try {
            work.share(phase, other + 1);
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
