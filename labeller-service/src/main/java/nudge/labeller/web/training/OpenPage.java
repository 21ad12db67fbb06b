package nudge.labeller.web.training;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nudge.labeller.access.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The stream to one open page: the messages that wait, and how far it has been sent. A page that reads too slowly is
 * disconnected. Thread-safe.
 */
final class OpenPage {
    private static final int MOST_WAITING = 2_000;
    /** A page comes back after this time, and is authorized again. */
    private static final long OPEN_MS = TimeUnit.MINUTES.toMillis(10);

    private final Actor actor;
    private final SseEmitter emitter = new SseEmitter(OPEN_MS);
    private final Executor senders;
    private final Consumer<OpenPage> gone;
    private final Queue<Message> waiting = new ArrayDeque<>();
    private boolean sending;
    private long checkpointOffset;
    private long accuracyOffset;

    private record Message(String name, Object data, String id) {
        /** Says nothing; a page that has gone is noticed when it is sent. */
        static final Message HEARTBEAT = new Message("", "", "");

        SseEmitter.SseEventBuilder event() {
            if (name.isEmpty()) {
                return SseEmitter.event().comment("");
            }
            SseEmitter.SseEventBuilder event = SseEmitter.event().name(name);
            return (id.isEmpty() ? event : event.id(id)).data(data, MediaType.APPLICATION_JSON);
        }
    }

    /**
     * A page that is new: it asks for the past by itself, and hears of what comes behind these offsets.
     *
     * @param senders run what may block while the page reads
     * @param gone is told when the page is disconnected
     */
    OpenPage(Actor actor, long checkpointOffset, long accuracyOffset, Executor senders, Consumer<OpenPage> gone) {
        this.actor = actor;
        this.checkpointOffset = checkpointOffset;
        this.accuracyOffset = accuracyOffset;
        this.senders = senders;
        this.gone = gone;
        emitter.onCompletion(() -> gone.accept(this));
        emitter.onTimeout(emitter::complete);
        emitter.onError(failure -> gone.accept(this));
    }

    Actor actor() {
        return actor;
    }

    /** The person whose page or program it is. */
    UUID owner() {
        return actor.accountable();
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Goes on behind the message of this id. An id that none had tells nothing: the page is as one that is new. */
    synchronized void hasSeen(String id) {
        String[] offsets = id.split("\\.", 2);
        try {
            long checkpoint = Long.parseLong(offsets[0]);
            accuracyOffset = Long.parseLong(offsets.length == 2 ? offsets[1] : "");
            checkpointOffset = checkpoint;
        } catch (NumberFormatException foreign) {
            // As one that is new.
        }
    }

    synchronized long checkpointOffset() {
        return checkpointOffset;
    }

    synchronized long accuracyOffset() {
        return accuracyOffset;
    }

    /** An event that comes while the page comes back may be among those that it has missed: it counts once. */
    synchronized void add(CheckpointView checkpoint, long offset) {
        if (offset > checkpointOffset) {
            checkpointOffset = offset;
            add("checkpoint", checkpoint);
        }
    }

    synchronized void add(AccuracyView accuracy, long offset) {
        if (offset > accuracyOffset) {
            accuracyOffset = offset;
            add("accuracy", accuracy);
        }
    }

    void add(PipelineProgress progress) {
        add("progress", progress);
    }

    /** Adds what a blind page hears at a beat. It has no id: who comes back gets the next beat as any other. */
    synchronized void addBeat(List<AccuracyView> accuracy, Optional<CheckpointView> checkpoint, OwnProgress progress) {
        accuracy.forEach(each -> add("accuracy", each, ""));
        checkpoint.ifPresent(each -> add("checkpoint", each, ""));
        add("progress", progress, "");
    }

    /** Adds a sign of life, unless something else waits to be sent. */
    synchronized void beat() {
        if (waiting.isEmpty() && !sending) {
            waiting.add(Message.HEARTBEAT);
        }
    }

    /** Disconnects the page, which may come back. */
    void end() {
        senders.execute(emitter::complete); // it waits for a message on its way
    }

    private synchronized void add(String name, Object data) {
        add(name, data, checkpointOffset + "." + accuracyOffset);
    }

    private synchronized void add(String name, Object data, String id) {
        waiting.add(new Message(name, data, id));
        if (waiting.size() > MOST_WAITING) {
            gone.accept(this);
            emitter.complete();
        }
    }

    /** Begins to send what waits, unless that is under way. */
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
                emitter.send(next.event());
            }
        } catch (IOException | IllegalStateException away) {
            gone.accept(this);
        }
    }

    private synchronized @Nullable Message next() {
        Message next = waiting.poll();
        sending = next != null;
        return next;
    }
}
