package nudge.standalone;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A progress bar: drawn over itself on a terminal, a line now and then elsewhere. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long TERMINAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FILE_NS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;
    private final String what;
    private final long total;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private long drawn;
    private long done;

    /** @param what is counted, such as {@code images} */
    public ProgressBar(PrintWriter out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
        this.terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        this.drawn = terminal ? 0 : began;
    }

    /** @param now how many are done, in all */
    public synchronized void done(long now) {
        done = now;
        if (System.nanoTime() - drawn >= (terminal ? TERMINAL_NS : FILE_NS)) {
            draw();
        }
    }

    public synchronized void add(long more) {
        done(done + more);
    }

    private void draw() {
        drawn = System.nanoTime();
        double seconds = (drawn - began) / 1e9;
        double rate = done / Math.max(1e-3, seconds);
        String line = String.format(
                Locale.ROOT,
                "  [%s] %,d of %,d %s, %,.0f/s%s",
                "#".repeat((int) (WIDTH * Math.min(1, done / (double) Math.max(1, total))))
                        + ".".repeat(WIDTH - (int) (WIDTH * Math.min(1, done / (double) Math.max(1, total)))),
                done,
                total,
                what,
                rate,
                done > 0 && done < total ? String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate) : "");
        if (terminal) {
            out.print("\r\u001b[K" + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Draws how far it came. */
    @Override
    public synchronized void close() {
        draw();
        if (terminal) {
            out.println();
            out.flush();
        }
    }
}
