package nudge.labeller.web.training;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nudge.labeller.access.Actor;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.History;
import nudge.labeller.model.TrainerEvent;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.http.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.HttpStatus;
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
    private static final int MOST_OF_AN_OWNER = 50;
    /** A page that has gone is noticed at the second write after that. */
    private static final long HEARTBEAT_SECONDS = 5;

    private final History history;
    private final CurrentProgress progress;
    private final VisibleTraining training;
    private final List<OpenPage> pages = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> daemon(task, "live-send"));
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-progress"));
    /** Its beats wait for nothing else. */
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-beat"));

    private @Nullable PipelineProgress latest;

    EventStream(History history, CurrentProgress progress, VisibleTraining training, Duration beat) {
        this.history = history;
        this.progress = progress;
        this.training = training;
        history.listen(this::publish);
        beats.scheduleAtFixedRate(this::beatForTheBlind, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
        ticks.scheduleWithFixedDelay(this::tick, PROGRESS_MS, PROGRESS_MS, TimeUnit.MILLISECONDS);
        ticks.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** How many streams are open. */
    int open() {
        return pages.size();
    }

    /** @throws BadRequestException when there are too many pages in all */
    void checkRoom() {
        if (pages.size() >= MOST_PAGES) {
            throw new BadRequestException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "expected at most " + MOST_PAGES + " open pages in all: close some, or try again later");
        }
    }

    /**
     * Opens a stream. Whoever has as many as they may loses the oldest: it is most likely a page that was left, and one that is
     * still there comes back.
     *
     * @param actor whose page or program it is
     * @param lastId of what the page has seen last; null for a page that is new
     */
    SseEmitter open(Actor actor, @Nullable String lastId) {
        UUID owner = actor.accountable();
        boolean blind = training.isHeldBack(actor);
        OpenPage page;
        List<OpenPage> left;
        synchronized (this) {
            left = oldestBeyond(MOST_OF_AN_OWNER - 1, owner);
            pages.removeAll(left);
            page = new OpenPage(actor, history.checkpointOffset(), history.accuracyOffset(), senders, pages::remove);
            if (lastId != null && !blind) {
                page.hasSeen(lastId);
                history.since(page.checkpointOffset(), page.accuracyOffset(), MOST_MISSED)
                        .forEach(event -> add(page, event));
            }
            pages.add(page);
            if (latest != null && !blind) {
                page.add(latest);
            }
        }
        left.forEach(OpenPage::end);
        page.send();
        return page.emitter();
    }

    /** The owner's pages but for so many of the newest. */
    private List<OpenPage> oldestBeyond(int most, UUID owner) {
        List<OpenPage> theirs =
                pages.stream().filter(page -> page.owner().equals(owner)).toList();
        return theirs.subList(0, Math.max(0, theirs.size() - most));
    }

    private void beat() {
        pages.forEach(OpenPage::beat);
        pages.forEach(OpenPage::send);
    }

    /** At fixed intervals, whatever has happened: between them a blind page hears nothing. */
    private void beatForTheBlind() {
        try {
            training.beat();
            for (OpenPage page : pages) {
                if (training.isHeldBack(page.actor())) {
                    VisibleTraining.View view = training.view();
                    page.addBeat(
                            BlindViews.accuracy(view, 1),
                            BlindViews.checkpoint(view),
                            progress.readOwn(page.actor().id()));
                    page.send();
                }
            }
        } catch (StoreUnavailableException down) {
            // Pages learn it by what they ask for themselves; the next beat tries again.
        }
    }

    private List<OpenPage> seeing() {
        return pages.stream().filter(page -> !training.isHeldBack(page.actor())).toList();
    }

    private void publish(TrainerEvent event) {
        synchronized (this) {
            seeing().forEach(page -> add(page, event));
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
            seeing().forEach(page -> page.add(now));
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
        beats.shutdownNow();
        pages.forEach(page -> page.emitter().complete());
        senders.shutdown();
    }
}
