package nudge.trainer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.learning.Accuracy;
import nudge.learning.Learner;
import nudge.network.Evaluation;
import nudge.network.WeightFile;
import nudge.trainer.Faults.Point;
import nudge.trainer.Publisher.Publication;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's rounds from the latest checkpoint on: fold what has arrived, take steps, publish when it is time. Ends by an
 * exception alone; the next session goes on from the latest checkpoint that is committed. Owned by one thread, but for
 * {@link #wakeup()}.
 */
final class TrainingSession implements AutoCloseable {
    /** A transaction holds at most about so many dead letters, and so many bytes of them. */
    private static final int MOST_DEAD_LETTERS = 500;

    private static final long MOST_DEAD_BYTES = 8 << 20;
    /** A parked trainer asks so often whether Kafka is still there. */
    private static final long ASKING = TimeUnit.SECONDS.toNanos(2);

    private static final Duration ANSWERING = Duration.ofSeconds(2);

    private final Setup setup;
    private final LabelLog log;
    private Publisher publisher;
    private final Learner learner;
    private final List<Retention.Kept> kept;
    private final Progress progress = new Progress();
    private final List<Round> rounds = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private long deadBytes;
    private @Nullable CheckpointPublished parent;
    /** What was sent and is not known to be committed. */
    private @Nullable Publication unsure;

    private long heardAt = System.nanoTime();

    /**
     * What a session works with.
     *
     * @param kafka client configuration: {@code bootstrap.servers} at least
     * @param clock what checkpoints are dated by
     */
    record Setup(
            Map<String, Object> kafka,
            String model,
            Training training,
            Learner.Resources resources,
            RoundSchedule schedule,
            Clock clock,
            Faults faults,
            Status status,
            Metrics metrics) {}

    private TrainingSession(Setup setup, LabelLog log, Publisher publisher, ResumePoint resumePoint) {
        this.setup = setup;
        this.log = log;
        this.publisher = publisher;
        this.learner = resumePoint.learner();
        this.parent = resumePoint.parent();
        this.kept = new ArrayList<>(resumePoint.kept());
        this.progress.offset = log.offset();
        this.progress.step = learner.steps();
        this.progress.labels = learner.labels();
    }

    /** Fences every predecessor, then reads how far they came. */
    static TrainingSession open(Setup setup) {
        Publisher publisher = new Publisher(setup.kafka, setup.model, setup.faults);
        LabelLog log = new LabelLog(setup.kafka);
        try {
            publisher.fence();
            ResumePoint resumePoint = ResumePoint.find(setup.kafka, setup.model, setup.training, setup.resources, log);
            return new TrainingSession(setup, log, publisher, resumePoint);
        } catch (RuntimeException failed) {
            log.close();
            publisher.close();
            throw failed;
        }
    }

    /**
     * Goes round after round.
     *
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
     * @throws org.apache.kafka.common.KafkaException when Kafka fails; if {@link #isUnsure()}, run may be called again
     */
    void run() {
        while (true) {
            round();
        }
    }

    /** Folds, steps, and publishes if it is time; or publishes what was not surely published, and nothing else. */
    void round() {
        if (unsure != null) {
            // It must not fence a trainer that has taken over.
            log.checkWoken();
            publishAgain(unsure);
            return;
        }
        progress.roundBegins();
        fold();
        setup.faults.at(Point.AFTER_FOLD);
        step();
        setup.faults.at(Point.AFTER_STEPS);
        if (setup.schedule.publishes(progress) || hasManyDeadLetters()) {
            publish();
        }
        tell();
    }

    private void tell() {
        boolean parks = rounds.isEmpty() && setup.schedule.parks(progress);
        if (!parks || progress.foldedInRound > 0) {
            heardAt = System.nanoTime();
        } else if (System.nanoTime() - heardAt > ASKING) {
            if (!log.answers(ANSWERING)) {
                setup.status.set(Status.State.RETRYING, "Kafka does not answer; nothing is left to learn meanwhile");
                return;
            }
            heardAt = System.nanoTime();
        }
        setup.status.set(parks ? Status.State.PARKED : Status.State.TRAINING, log.position(), learner.steps());
    }

    private boolean hasManyDeadLetters() {
        return deadLetters.size() >= MOST_DEAD_LETTERS || deadBytes >= MOST_DEAD_BYTES;
    }

    /** The horizon of the latest checkpoint that is published; 0 before the first. */
    long published() {
        return parent == null ? 0 : parent.offset();
    }

    private void fold() {
        while (!hasManyDeadLetters() && setup.schedule.folds(progress)) {
            LabelLog.Entry entry = log.next(setup.schedule.patience(progress));
            progress.drained = entry == null;
            if (entry != null) {
                String fault = LabelLog.fold(entry, learner);
                if (fault != null) {
                    DeadLetter letter = new DeadLetter(entry.record(), fault);
                    deadLetters.add(letter);
                    deadBytes += letter.bytes();
                    setup.metrics.deadLetters.increment();
                }
                progress.folded(log.offset());
            }
        }
        setup.metrics.folded.increment(progress.foldedInRound);
        progress.lag = log.lag();
        progress.examples = learner.examples();
        progress.labels = learner.labels();
        progress.waiting = learner.waiting();
    }

    private void step() {
        while (progress.examples > 0 && setup.schedule.steps(progress)) {
            int size = learner.step();
            progress.stepped();
            progress.waiting = learner.waiting();
            setup.metrics.examples.increment(size);
        }
        setup.metrics.steps.increment(progress.stepsInRound);
        remember(progress.foldedInRound, progress.stepsInRound);
    }

    /** Rounds between which nothing was folded are one. */
    private void remember(int folded, int steps) {
        if (folded == 0 && steps == 0) {
            return;
        }
        if (folded == 0 && !rounds.isEmpty()) {
            Round last = rounds.remove(rounds.size() - 1);
            rounds.add(new Round(last.offset(), last.steps() + steps));
        } else {
            rounds.add(new Round(log.offset(), steps));
        }
        progress.roundsSinceCheckpoint = rounds.size();
    }

    private void publish() {
        long began = System.nanoTime();
        if (!learner.isFinite()) {
            throw new HaltedException("expected finite weights at step " + learner.steps()
                    + ", got others: training has diverged; begin a new lineage with another NUDGE_TRAINER_MODEL and a"
                    + " smaller NUDGE_TRAINER_LEARNING_RATE");
        }
        byte[] weights = learner.weights(metadata());
        CheckpointPublished checkpoint = checkpoint(weights);
        List<Retention.Kept> all = withThis(checkpoint);
        List<Retention.Kept> forgotten = Retention.thin(all, checkpoint.at().toEpochMilli());
        Publication publication =
                new Publication(checkpoint, weights, measure(checkpoint), List.copyOf(deadLetters), forgotten);
        unsure = publication;
        publisher.publish(publication);
        published(publication);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        setup.schedule.published(took);
        setup.metrics.publishing.record(took);
    }

    private List<Retention.Kept> withThis(CheckpointPublished checkpoint) {
        List<Retention.Kept> all = new ArrayList<>(kept);
        all.add(new Retention.Kept(
                checkpoint.id(), checkpoint.chunks(), checkpoint.at().toEpochMilli()));
        return all;
    }

    private void published(Publication publication) {
        CheckpointPublished checkpoint = publication.checkpoint();
        List<Retention.Kept> all = withThis(checkpoint);
        all.removeAll(publication.forgotten());
        kept.clear();
        kept.addAll(all);
        parent = checkpoint;
        rounds.clear();
        deadLetters.clear();
        deadBytes = 0;
        progress.published(publication.weights().length);
        setup.metrics.checkpoints.increment();
        unsure = null;
    }

    /** Whether a publication failed, and nothing else: the learner and the log are as they were, and {@link #run} goes on. */
    boolean isUnsure() {
        return unsure != null;
    }

    /**
     * Finds out what became of a publication, by fencing whatever was under way, and publishes it if it was not committed.
     * Nothing is folded or learned meanwhile, so it is what a trainer that was never disturbed would publish.
     */
    private void publishAgain(Publication publication) {
        publisher.close();
        publisher = new Publisher(setup.kafka, setup.model, setup.faults);
        publisher.fence();
        String latest = latest();
        if (!publication.checkpoint().id().equals(latest)) {
            if (!Objects.equals(parent == null ? null : parent.id(), latest)) {
                throw new IllegalStateException("expected checkpoint " + (parent == null ? "none" : parent.id())
                        + " to be the latest of model " + setup.model + ", got " + latest
                        + ": another trainer has published meanwhile");
            }
            publisher.publish(publication);
        }
        published(publication);
    }

    private @Nullable String latest() {
        try (CheckpointLog checkpoints = new CheckpointLog(setup.kafka, setup.model)) {
            CheckpointPublished latest = checkpoints.latest();
            return latest == null ? null : latest.id();
        }
    }

    /** In the weight file: a function of the log, like the weights. */
    private Map<String, String> metadata() {
        return metadata(setup.model, log.position(), learner);
    }

    static Map<String, String> metadata(String model, long position, Learner learner) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("model", model);
        metadata.put("position", String.valueOf(position));
        metadata.put("step", String.valueOf(learner.steps()));
        return metadata;
    }

    private CheckpointPublished checkpoint(byte[] weights) {
        String sha256 = WeightFile.sha256(weights);
        String parentId = parent == null ? null : parent.id();
        return new CheckpointPublished(
                id(parentId, log.offset(), sha256),
                setup.model,
                parentId,
                sha256,
                weights.length,
                EventCodec.chunks(weights.length),
                learner.steps(),
                learner.examples(),
                learner.heldOut(),
                log.position(),
                log.offset(),
                rounds,
                learner.training(),
                learner.sampler(),
                at());
    }

    private static String id(@Nullable String parent, long offset, String sha256) {
        byte[] origin = (parent + " " + offset + " " + sha256).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return WeightFile.sha256(origin).substring(0, 16);
    }

    /** Later than the parent's, even when the clock is set back: subscribers order a checkpoint's records by it. */
    private Instant at() {
        Instant now = Instant.ofEpochMilli(setup.clock.millis());
        return parent == null || now.isAfter(parent.at()) ? now : parent.at().plusMillis(1);
    }

    /** Not measured: when there is nothing to measure on, and when it would take too much of the time. */
    private @Nullable AccuracyMeasured measure(CheckpointPublished checkpoint) {
        if (learner.heldOut() == 0 || !setup.schedule.measures(progress)) {
            return null;
        }
        long began = System.nanoTime();
        Evaluation evaluation = learner.measure();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        setup.schedule.measured(took);
        setup.metrics.measuring.record(took);
        return evaluation.examples() == 0 ? null : Accuracy.of(checkpoint, evaluation, learner.prequential());
    }

    /** Makes {@link #run()} end soon. */
    void wakeup() {
        log.wakeup();
    }

    @Override
    public void close() {
        log.close();
        publisher.close();
        learner.close();
    }
}
