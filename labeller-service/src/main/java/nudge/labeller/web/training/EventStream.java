package nudge.labeller.web.training;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.History;
import nudge.labeller.model.TrainerEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends checkpoints, measurements and progress to the open pages. A page that was disconnected comes back with the id of
 * what it has seen last, and gets what it missed. Thread-safe.
 */
final class EventStream implements ApplicationListener<ContextClosedEvent> {
    private static final long PROGRESS_MS = 500;
    /** Of checkpoints, and of measurements: a page that was away for longer gets the newest, and no more than may wait. */
    private static final int MOST_MISSED = 900;

    private static final int MOST_PAGES = 1_000;
    private static final int MOST_OF_AN_ACTOR = 50;

    private final History history;
    private final CurrentProgress progress;
    private final List<OpenPage> pages = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> daemon(task, "live-send"));
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-progress"));
    private @Nullable PipelineProgress latest;

    EventStream(History history, CurrentProgress progress) {
        this.history = history;
        this.progress = progress;
        history.listen(this::publish);
        ticks.scheduleWithFixedDelay(this::tick, PROGRESS_MS, PROGRESS_MS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens a stream.
     *
     * @param actor whose page it is
     * @param lastId of what the page has seen last; null for a page that is new
     * @throws TooManyAttemptsException when the actor has too many open pages
     * @throws StoreUnavailableException when there are too many pages in all
     */
    SseEmitter open(UUID actor, @Nullable String lastId) {
        if (pages.size() >= MOST_PAGES) {
            throw new StoreUnavailableException("too many pages are open", null);
        }
        if (pages.stream().filter(page -> page.actor().equals(actor)).count() >= MOST_OF_AN_ACTOR) {
            throw new TooManyAttemptsException(
                    "expected at most " + MOST_OF_AN_ACTOR + " open pages of one person or token: close some",
                    Duration.ofSeconds(10));
        }
        OpenPage page;
        synchronized (this) {
            page = new OpenPage(actor, history.checkpointOffset(), history.accuracyOffset(), senders, pages::remove);
            if (lastId != null) {
                page.hasSeen(lastId);
                history.since(page.checkpointOffset(), page.accuracyOffset(), MOST_MISSED)
                        .forEach(event -> add(page, event));
            }
            pages.add(page);
            if (latest != null) {
                page.add(latest);
            }
        }
        page.send();
        return page.emitter();
    }

    private void publish(TrainerEvent event) {
        synchronized (this) {
            pages.forEach(page -> add(page, event));
        }
        pages.forEach(OpenPage::send);
    }

    private void add(OpenPage page, TrainerEvent event) {
        if (event instanceof TrainerEvent.Checkpoint checkpoint) {
            var published = checkpoint.published();
            page.add(CheckpointView.of(published, history.accuracyOf(published.id())), event.offset());
        } else if (event instanceof TrainerEvent.Accuracy accuracy) {
            page.add(AccuracyView.of(accuracy.measured()), event.offset());
        } else {
            throw new IllegalStateException("expected a checkpoint or a measurement, got " + event);
        }
    }

    private void tick() {
        PipelineProgress now = pages.isEmpty() ? null : current();
        synchronized (this) {
            if (now == null || now.equals(latest)) {
                return;
            }
            latest = now;
            pages.forEach(page -> page.add(now));
        }
        pages.forEach(OpenPage::send);
    }

    /** While the database is down, the pool as it was; null when that is not known. */
    private @Nullable PipelineProgress current() {
        try {
            return progress.read();
        } catch (StoreUnavailableException down) {
            PipelineProgress last = latest;
            return last == null ? null : progress.withoutDatabase(last);
        }
    }

    /** Ends all streams as soon as the server is told to stop: it waits for the requests under way. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        ticks.shutdownNow();
        pages.forEach(page -> page.emitter().complete());
        senders.shutdown();
    }
}
