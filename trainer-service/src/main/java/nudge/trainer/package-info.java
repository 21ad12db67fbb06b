/**
 * The trainer: folds the stream of labels, takes steps of gradient descent on shuffled mini-batches, and publishes
 * checkpoints. A checkpoint's weights are a pure function of the log of labels and the rounds that its event names.
 *
 * <pre>
 * Trainer               the service: one thread that trains, and tries again when Kafka fails
 *   TrainerConfiguration, HttpApi, Status, Metrics
 *   kafka.LeaderElection   which of several trainers trains
 *   TrainingSession     rounds from the latest checkpoint on, in which:
 *     ResumePoint         where to begin
 *     kafka.LabelLog, LabelFolding, learning.Learner    records in, steps
 *     schedule.LiveSchedule                             how much of each, and when to publish
 *     UnpublishedRounds, NewCheckpoint, kafka.Lineage   what to publish
 *     kafka.RecoverablePublisher                        checkpoints out
 * Verification          derives a checkpoint from the log, for ./nudge verify
 *   LineVerifier        derives all of them in one pass; the result is a LineVerification
 *   Derivation          the rounds of one checkpoint after the other
 * FreshTrainer          folds and steps alone, for benchmarks
 * </pre>
 */
@NullMarked
package nudge.trainer;

import org.jspecify.annotations.NullMarked;
