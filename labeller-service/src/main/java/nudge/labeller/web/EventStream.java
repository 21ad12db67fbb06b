package nudge.labeller.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.History;
import nudge.labeller.web.ProgressApi.Progress;
import nudge.labeller.web.ProgressApi.Services;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends what happens to the open pages. A page that reads too slowly is let go; it comes back and says what it has seen
 * last. Thread-safe.
 */
final class EventStream implements AutoCloseable {
    private static final long PROGRESS_MS = 500;
    private static final long TRAINER_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_WAITING = 2_000;
    private static final int MOST_CLIENTS = 1_000;
    private static final int MOST_OF_AN_ACTOR = 50;
    /** A page comes back after this while, and is asked again whether it may. */
    private static final long OPEN_MS = TimeUnit.MINUTES.toMillis(10);

    private final Parts parts;
    private final ModelApi model;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> daemon(task, "live-send"));
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live-progress"));
    private @Nullable Progress latest;
    private long untrainedPosition;
    private long untrainedSince;

    EventStream(Parts parts, ModelApi model) {
        this.parts = parts;
        this.model = model;
        parts.history().listen(this::publish);
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
     * @param lastId what the page has seen last, or null for a page that is new
     */
    SseEmitter open(UUID actor, @Nullable String lastId) {
        if (clients.size() >= MOST_CLIENTS) {
            throw new StoreUnavailableException("too many pages are open", null);
        }
        if (clients.stream().filter(client -> client.actor.equals(actor)).count() >= MOST_OF_AN_ACTOR) {
            throw new TooManyAttemptsException(
                    "expected at most " + MOST_OF_AN_ACTOR + " open pages of one person or token: close some",
                    Duration.ofSeconds(10));
        }
        Client client = new Client(actor);
        synchronized (this) {
            if (lastId != null) {
                client.seen(lastId);
                parts.history()
                        .since(client.checkpointOffset, client.accuracyOffset)
                        .forEach(client::add);
            }
            clients.add(client);
            if (latest != null) {
                client.add("progress", latest);
            }
        }
        client.send();
        return client.emitter;
    }

    private void publish(History.Entry<?> entry) {
        synchronized (this) {
            clients.forEach(client -> client.add(entry));
        }
        clients.forEach(Client::send);
    }

    private void tick() {
        Progress now = clients.isEmpty() ? null : current();
        synchronized (this) {
            if (now == null || now.equals(latest)) {
                return;
            }
            latest = now;
            clients.forEach(client -> client.add("progress", now));
        }
        clients.forEach(Client::send);
    }

    /** The counts; those of before while the database is down, null when there are none. */
    private @Nullable Progress current() {
        try {
            return progress();
        } catch (StoreUnavailableException down) {
            Progress last = latest;
            return last == null
                    ? null
                    : new Progress(
                            last.images(),
                            last.labelled(),
                            last.skipped(),
                            last.rejected(),
                            last.heldOut(),
                            last.position(),
                            parts.history().relayed(),
                            parts.model().trained(),
                            services("down"));
        }
    }

    /** @throws StoreUnavailableException when the database does not answer */
    Progress progress() {
        ImageQueries.Progress counts = parts.images().progress();
        return new Progress(
                counts.images(),
                counts.labelled(),
                counts.skipped(),
                counts.rejected(),
                counts.heldOut(),
                counts.position(),
                parts.history().relayed(),
                parts.model().trained(),
                services("up"));
    }

    private Services services(String database) {
        return new Services(database, parts.history().reachable() ? "up" : "down", trainerIsLate() ? "down" : "up");
    }

    /** A label is in Kafka, and for a while no checkpoint has learned it. */
    private synchronized boolean trainerIsLate() {
        long trained = parts.model().trained();
        if (trained >= parts.history().published() || trained != untrainedPosition || untrainedSince == 0) {
            untrainedPosition = trained;
            untrainedSince = System.nanoTime();
            return false;
        }
        return System.nanoTime() - untrainedSince > TRAINER_PATIENCE_NS;
    }

    /** Ends all streams, so that the server can stop. */
    @Override
    public void close() {
        ticks.shutdownNow();
        clients.forEach(client -> client.emitter.complete());
        senders.shutdown();
    }

    private record Message(String name, Object data, String id) {}

    /** An open page. */
    private final class Client {
        final UUID actor;
        final SseEmitter emitter = new SseEmitter(OPEN_MS);
        private final Queue<Message> waiting = new ArrayDeque<>();
        private boolean sending;
        long checkpointOffset = -1;
        long accuracyOffset = -1;

        Client(UUID actor) {
            this.actor = actor;
            emitter.onCompletion(() -> clients.remove(this));
            emitter.onTimeout(emitter::complete);
            emitter.onError(gone -> clients.remove(this));
        }

        /** Reads an id as {@link #add} writes it; another one counts as having seen nothing. */
        void seen(String id) {
            String[] offsets = id.split("\\.", 2);
            try {
                checkpointOffset = Long.parseLong(offsets[0]);
                accuracyOffset = offsets.length == 2 ? Long.parseLong(offsets[1]) : -1;
            } catch (NumberFormatException foreign) {
                checkpointOffset = -1;
            }
        }

        synchronized void add(History.Entry<?> entry) {
            if (entry.event() instanceof CheckpointPublished checkpoint) {
                checkpointOffset = entry.offset();
                add("checkpoint", model.view(checkpoint));
            } else if (entry.event() instanceof AccuracyMeasured accuracy) {
                accuracyOffset = entry.offset();
                add("accuracy", ModelApi.AccuracyView.of(accuracy));
            }
        }

        synchronized void add(String name, Object data) {
            waiting.add(new Message(name, data, checkpointOffset + "." + accuracyOffset));
            if (waiting.size() > MOST_WAITING) {
                clients.remove(this);
                emitter.complete();
            }
        }

        void send() {
            synchronized (this) {
                if (sending || waiting.isEmpty()) {
                    return;
                }
                sending = true;
            }
            senders.execute(this::drain);
        }

        private void drain() {
            try {
                for (Message next = next(); next != null; next = next()) {
                    emitter.send(
                            SseEmitter.event().name(next.name).id(next.id).data(next.data, MediaType.APPLICATION_JSON));
                }
            } catch (IOException | IllegalStateException gone) {
                clients.remove(this);
            }
        }

        private synchronized @Nullable Message next() {
            Message next = waiting.poll();
            sending = next != null;
            return next;
        }
    }
}
