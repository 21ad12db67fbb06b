package nudge.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import nudge.standalone.Api;
import nudge.standalone.CommandFailedException;
import nudge.standalone.MnistLabels;
import org.jspecify.annotations.Nullable;

/** Labels at a steady rate, as somebody else would, until it is closed. */
final class OtherAnnotator implements AutoCloseable {
    private final Api api;
    private final MnistLabels digits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final @Nullable ScheduledFuture<?> work;

    /** @param rate labels a second, 0 for none */
    OtherAnnotator(Api api, MnistLabels digits, int rate) {
        this.api = api;
        this.digits = digits;
        this.work =
                rate == 0 ? null : thread.scheduleAtFixedRate(this::label, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
    }

    private void label() {
        try {
            for (Api.Task task : api.tasks(1)) {
                api.label(task, digits.digit(task.image()), 0);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws CommandFailedException when it could not label any more */
    void check() throws InterruptedException {
        if (work != null && work.isDone()) {
            try {
                work.get();
            } catch (ExecutionException failed) {
                throw new CommandFailedException("the labels beside the measured ones failed: " + failed.getCause());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
