package nudge.labeller.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.RelayPosition;

/**
 * The newest checkpoints and measurements, some of the older ones, and how far the relay is: what the plots show. It does not
 * grow with the topics. Thread-safe; changed by {@link CheckpointFollower} alone.
 */
public final class History {
    /** Of checkpoints and of measurements: so many of the newest are all here. */
    static final int RECENT = 2_000;
    /** Of those before: so many, or up to twice as many. */
    private static final int OLDER = 500;

    private final ThinnedEvents<TrainerEvent.Checkpoint> checkpoints = new ThinnedEvents<>(RECENT, OLDER);
    private final ThinnedEvents<TrainerEvent.Accuracy> accuracy = new ThinnedEvents<>(RECENT, OLDER);
    /** Of the recent measurements. */
    private final Map<String, AccuracyMeasured> accuracyOf = new HashMap<>();

    private final List<Consumer<TrainerEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile long relayed;
    private volatile long published;
    private volatile boolean reachable;

    /** The newest checkpoints, newest first: {@value #RECENT} at most. */
    public synchronized List<CheckpointPublished> checkpoints(int limit) {
        List<CheckpointPublished> newest = new ArrayList<>();
        checkpoints.newest(limit).forEach(each -> newest.add(each.published()));
        Collections.reverse(newest);
        return newest;
    }

    /** A recent checkpoint; {@link StoredCheckpoints} finds the others. */
    public synchronized Optional<CheckpointPublished> checkpoint(String id) {
        return checkpoints.newest(RECENT).stream()
                .map(TrainerEvent.Checkpoint::published)
                .filter(checkpoint -> checkpoint.id().equals(id))
                .findFirst();
    }

    /** The newest of the recent checkpoints of a model that have that step; {@link StoredCheckpoints} finds the others. */
    public Optional<CheckpointPublished> checkpointOfStep(String model, long step) {
        return checkpoints(RECENT).stream()
                .filter(checkpoint ->
                        checkpoint.step() == step && checkpoint.model().equals(model))
                .findFirst();
    }

    /** How good a recent checkpoint is; {@link StoredCheckpoints} finds the others. */
    public synchronized Optional<AccuracyMeasured> accuracyOf(String checkpoint) {
        return Optional.ofNullable(accuracyOf.get(checkpoint));
    }

    /** The newest measurements, oldest first: {@value #RECENT} at most. */
    public synchronized List<AccuracyMeasured> accuracy(int limit) {
        return measured(accuracy.newest(limit));
    }

    /**
     * Measurements from the first to the latest, oldest first: all recent ones, and fewer old ones.
     *
     * @param points how many at most; at least half of them are the newest
     */
    public synchronized List<AccuracyMeasured> accuracyCurve(int points) {
        return measured(accuracy.curve(points));
    }

    private static List<AccuracyMeasured> measured(List<TrainerEvent.Accuracy> events) {
        return events.stream().map(TrainerEvent.Accuracy::measured).toList();
    }

    /** The offset of the newest checkpoint in its topic; -1 before the first. */
    public synchronized long checkpointOffset() {
        return checkpoints.newestOffset();
    }

    /** The offset of the newest measurement in its topic; -1 before the first. */
    public synchronized long accuracyOffset() {
        return accuracy.newestOffset();
    }

    /**
     * The checkpoints behind the one offset, then the measurements behind the other, each oldest first.
     *
     * @param most the newest of each, at most so many; {@value #RECENT} are there
     */
    public synchronized List<TrainerEvent> since(long checkpointOffset, long accuracyOffset, int most) {
        List<TrainerEvent> missed = new ArrayList<>();
        missed.addAll(checkpoints.behind(checkpointOffset, most));
        missed.addAll(accuracy.behind(accuracyOffset, most));
        return missed;
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

    /** @param listener gets each new event, in the follower's thread */
    public void listen(Consumer<TrainerEvent> listener) {
        listeners.add(listener);
    }

    /** Adds the newest event; the listeners hear of it. */
    void add(TrainerEvent event) {
        synchronized (this) {
            if (event instanceof TrainerEvent.Checkpoint checkpoint) {
                checkpoints.add(checkpoint);
            } else if (event instanceof TrainerEvent.Accuracy measurement) {
                keep(measurement);
            } else {
                throw new IllegalStateException("expected a checkpoint or a measurement, got " + event);
            }
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    private void keep(TrainerEvent.Accuracy measurement) {
        accuracyOf.put(measurement.measured().checkpoint(), measurement.measured());
        TrainerEvent.Accuracy left = accuracy.add(measurement);
        if (left != null) {
            accuracyOf.remove(left.measured().checkpoint(), left.measured());
        }
    }

    /** Adds a measurement from before the recent ones, for the curve alone. */
    synchronized void addOlder(TrainerEvent.Accuracy measurement) {
        accuracy.addOlder(measurement);
    }

    void relayed(RelayPosition position) {
        relayed = position.position();
        published = position.published();
    }

    void reachable(boolean answers) {
        reachable = answers;
    }

    /** Forgets the events, which are to be read again: Kafka holds others. */
    synchronized void clear() {
        checkpoints.clear();
        accuracy.clear();
        accuracyOf.clear();
    }
}
