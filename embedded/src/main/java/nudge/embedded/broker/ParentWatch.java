package nudge.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sees the parent's end: this JVM's input is a pipe from it, and ends when the parent closes it or is gone. */
final class ParentWatch {
    private static final long STOP_SECONDS = 20;

    private ParentWatch() {}

    /** Counts down when the input ends; from then on this JVM has so long to stop by itself. */
    static CountDownLatch start() {
        CountDownLatch gone = new CountDownLatch(1);
        Thread watch = new Thread(
                () -> {
                    awaitEndOfInput();
                    gone.countDown();
                    try {
                        TimeUnit.SECONDS.sleep(STOP_SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(2);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
        return gone;
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe tells the same as an ended one: the parent is gone.
        }
    }
}
