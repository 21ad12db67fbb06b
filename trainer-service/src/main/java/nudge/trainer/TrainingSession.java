package nudge.trainer;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.events.KafkaSettings;
import nudge.learning.Accuracy;
import nudge.learning.Learner;
import nudge.network.Evaluation;
import nudge.trainer.kafka.DeadLetter;
import nudge.trainer.kafka.DeadLetterBatch;
import nudge.trainer.kafka.DecodedRecord;
import nudge.trainer.kafka.Faults;
import nudge.trainer.kafka.Faults.Point;
import nudge.trainer.kafka.LabelLog;
import nudge.trainer.kafka.Lineage;
import nudge.trainer.kafka.Publication;
import nudge.trainer.kafka.RecoverablePublisher;
import nudge.trainer.kafka.Retention;
import nudge.trainer.schedule.Progress;
import nudge.trainer.schedule.RoundSchedule;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's rounds from the latest checkpoint on: fold what has arrived, take steps, publish when it is time. It ends by an
 * exception alone; the next session goes on from the latest checkpoint that is committed. Owned by one thread, but for
 * {@link #wakeup()}.
 */
final class TrainingSession implements AutoCloseable {
    /** While nothing is left to learn, it asks this often whether Kafka still answers. */
    private static final long ASKING = TimeUnit.SECONDS.toNanos(2);

    private static final Duration ANSWERING = Duration.ofSeconds(2);

    private final Setup setup;
    private final LabelLog log;
    private final RecoverablePublisher publisher;
    private final Learner learner;
    private final Lineage lineage;
    private final Progress progress;
    private final UnpublishedRounds rounds = new UnpublishedRounds();
    private final DeadLetterBatch deadLetters = new DeadLetterBatch();
    private long heardAt = System.nanoTime();

    /**
     * What a session works with.
     *
     * @param clock what checkpoints are dated by
     */
    record Setup(
            KafkaSettings kafka,
            String model,
            Training training,
            Learner.Resources resources,
            RoundSchedule schedule,
            Clock clock,
            Faults faults,
            Status status,
            Metrics metrics) {}

    private TrainingSession(Setup setup, LabelLog log, RecoverablePublisher publisher, ResumePoint resumePoint) {
        this.setup = setup;
        this.log = log;
        this.publisher = publisher;
        this.learner = resumePoint.learner();
        this.lineage = resumePoint.lineage();
        this.progress = new Progress(log.offset(), learner.steps());
        observe();
    }

    /**
     * Fences every predecessor, then reads how far they came.
     *
     * @throws nudge.trainer.kafka.HaltedException when what Kafka holds does not fit together
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    static TrainingSession open(Setup setup) {
        RecoverablePublisher publisher = RecoverablePublisher.fence(setup.kafka, setup.model, setup.faults);
        LabelLog log = new LabelLog(setup.kafka);
        try {
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
     * @throws nudge.trainer.kafka.HaltedException when a label is missing, or training has diverged
     * @throws org.apache.kafka.common.KafkaException when Kafka fails; if {@link #isUnsure()}, run may be called again
     */
    void run() {
        while (true) {
            round();
        }
    }

    /** Folds, steps, and publishes if it is time; or, after a publication that failed, publishes it and nothing else. */
    void round() {
        if (publisher.isUnsure()) {
            // It must not fence a trainer that has taken over.
            log.checkWoken();
            // Nothing was folded or learned since: but for the time, this is what an undisturbed trainer would
            // publish. The time is that of now: Kafka may have refused the one that it had.
            published(publisher.publishAgain(setup.clock.instant()));
            return;
        }
        progress.roundBegins();
        fold();
        setup.faults.at(Point.AFTER_FOLD);
        boolean atKeptStep = step();
        setup.faults.at(Point.AFTER_STEPS);
        if (atKeptStep || setup.schedule.publishes(progress) || deadLetters.isFull()) {
            publish();
        }
        tell();
    }

    private void fold() {
        while (!deadLetters.isFull() && setup.schedule.folds(progress)) {
            DecodedRecord record = log.next(setup.schedule.patience(progress));
            if (record == null) {
                progress.drained();
            } else {
                fold(record);
                progress.folded(log.offset());
            }
        }
        setup.metrics.folded.increment(progress.foldedInRound());
        observe();
    }

    private void fold(DecodedRecord record) {
        String fault = LabelFolding.fold(record, learner);
        if (fault != null) {
            deadLetters.add(new DeadLetter(record.record(), fault));
            setup.metrics.deadLetters.increment();
        }
    }

    private void observe() {
        progress.observed(learner.examples(), learner.labels(), learner.waiting(), log.lag());
    }

    /** Takes the round's steps; the round ends at a step whose weights are kept, and then the answer is true. */
    private boolean step() {
        boolean atKeptStep = false;
        while (!atKeptStep && progress.examples() > 0 && setup.schedule.steps(progress)) {
            int size = learner.step();
            progress.stepped(learner.waiting());
            setup.metrics.examples.increment(size);
            atKeptStep = size > 0 && Retention.isKept(learner.steps());
        }
        setup.metrics.steps.increment(progress.stepsInRound());
        rounds.add(progress.foldedInRound(), log.horizon(), progress.stepsInRound());
        progress.roundEnded(rounds.size());
        return atKeptStep;
    }

    private void publish() {
        long began = System.nanoTime();
        NewCheckpoint made = NewCheckpoint.of(
                setup.model, lineage.latest(), learner, log.horizon(), rounds.list(), setup.clock.instant());
        CheckpointPublished checkpoint = made.event();
        Publication publication = new Publication(
                checkpoint,
                made.weights(),
                measure(checkpoint),
                deadLetters.letters(),
                lineage.forgottenWith(checkpoint));
        publisher.publish(publication);
        published(publication);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        setup.schedule.published(took);
        setup.metrics.publishing.record(took);
    }

    private void published(Publication publication) {
        lineage.published(publication);
        rounds.clear();
        deadLetters.clear();
        progress.published(publication.weights().length);
        setup.metrics.checkpoints.increment();
    }

    /** Null when there is nothing to measure on, and when measuring would take too much of the time. */
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

    /** Sets the status, and while nothing is left to learn, asks now and then whether Kafka still answers. */
    private void tell() {
        boolean parks = rounds.isEmpty() && setup.schedule.parks(progress);
        if (!parks || progress.foldedInRound() > 0) {
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

    /** The horizon of the latest checkpoint that is published: an offset in {@code nudge.labels}, 0 before the first. */
    long published() {
        return lineage.horizon();
    }

    /** Whether a publication failed, and nothing else: the learner and the log are as they were, and {@link #run} goes on. */
    boolean isUnsure() {
        return publisher.isUnsure();
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
