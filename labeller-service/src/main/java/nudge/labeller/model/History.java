package nudge.labeller.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.RelayPosition;

/**
 * The checkpoints and measurements so far, and how far the relay is: what the plots show. Thread-safe; changed by
 * {@link CheckpointFollower} alone.
 */
public final class History {
    private static final int KEPT = 20_000;

    private final ArrayDeque<TrainerEvent.Checkpoint> checkpoints = new ArrayDeque<>();
    private final ArrayDeque<TrainerEvent.Accuracy> accuracy = new ArrayDeque<>();
    private final Map<String, AccuracyMeasured> accuracyOf = new HashMap<>();
    private final List<Consumer<TrainerEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile long relayed;
    private volatile long published;
    private volatile boolean reachable;

    /** The newest checkpoints, newest first. */
    public synchronized List<CheckpointPublished> checkpoints(int limit) {
        List<CheckpointPublished> newest = new ArrayList<>();
        checkpoints.descendingIterator().forEachRemaining(each -> {
            if (newest.size() < limit) {
                newest.add(each.published());
            }
        });
        return newest;
    }

    public synchronized Optional<CheckpointPublished> checkpoint(String id) {
        return checkpoints.stream()
                .map(TrainerEvent.Checkpoint::published)
                .filter(checkpoint -> checkpoint.id().equals(id))
                .findFirst();
    }

    public synchronized Optional<AccuracyMeasured> accuracyOf(String checkpoint) {
        return Optional.ofNullable(accuracyOf.get(checkpoint));
    }

    /** The newest measurements, oldest first. */
    public synchronized List<AccuracyMeasured> accuracy(int limit) {
        return accuracy.stream()
                .skip(Math.max(0, accuracy.size() - limit))
                .map(TrainerEvent.Accuracy::measured)
                .toList();
    }

    /** The offset of the newest checkpoint in its topic; -1 before the first. */
    public synchronized long checkpointOffset() {
        return checkpoints.isEmpty() ? -1 : checkpoints.getLast().offset();
    }

    /** The offset of the newest measurement in its topic; -1 before the first. */
    public synchronized long accuracyOffset() {
        return accuracy.isEmpty() ? -1 : accuracy.getLast().offset();
    }

    /**
     * The checkpoints behind the one offset, then the measurements behind the other, each oldest first.
     *
     * @param most the newest of each, at most so many
     */
    public synchronized List<TrainerEvent> since(long checkpointOffset, long accuracyOffset, int most) {
        List<TrainerEvent> missed = new ArrayList<>();
        missed.addAll(behind(checkpoints, checkpointOffset, most));
        missed.addAll(behind(accuracy, accuracyOffset, most));
        return missed;
    }

    private static <E extends TrainerEvent> Deque<E> behind(ArrayDeque<E> events, long offset, int most) {
        ArrayDeque<E> newest = new ArrayDeque<>();
        Iterator<E> back = events.descendingIterator();
        while (newest.size() < most && back.hasNext()) {
            E event = back.next();
            if (event.offset() <= offset) {
                break;
            }
            newest.addFirst(event);
        }
        return newest;
    }

    /** The last event of the log that is committed in Kafka. */
    public long relayed() {
        return relayed;
    }

    /** Position of the last record in {@code nudge.labels}. */
    public long published() {
        return published;
    }

    /** Whether Kafka answers. */
    public boolean reachable() {
        return reachable;
    }

    /** @param listener is told each new event, in the follower's thread */
    public void listen(Consumer<TrainerEvent> listener) {
        listeners.add(listener);
    }

    void add(TrainerEvent event) {
        synchronized (this) {
            if (event instanceof TrainerEvent.Checkpoint checkpoint) {
                keep(checkpoint);
            } else if (event instanceof TrainerEvent.Accuracy measurement) {
                keep(measurement);
            } else {
                throw new IllegalStateException("expected a checkpoint or a measurement, got " + event);
            }
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    private void keep(TrainerEvent.Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        if (checkpoints.size() > KEPT) {
            checkpoints.remove();
        }
    }

    private void keep(TrainerEvent.Accuracy measurement) {
        accuracy.add(measurement);
        accuracyOf.put(measurement.measured().checkpoint(), measurement.measured());
        if (accuracy.size() > KEPT) {
            AccuracyMeasured oldest = accuracy.remove().measured();
            accuracyOf.remove(oldest.checkpoint(), oldest);
        }
    }

    void relayed(RelayPosition position) {
        relayed = position.position();
        published = position.published();
    }

    void reachable(boolean answers) {
        reachable = answers;
    }
}
