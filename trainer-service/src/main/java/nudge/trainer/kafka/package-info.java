/**
 * What the trainer reads from Kafka and writes to it. Knows no learner: of the network it knows the digest of a weight file
 * alone.
 *
 * <ul>
 *   <li>Reading labels: {@link LabelLog} gives the records of {@code nudge.labels} as {@link DecodedRecord}s; {@code
 *       ReadAhead} polls them, {@code GapDetector} proves that none is missing.
 *   <li>Reading checkpoints: {@link CheckpointLog}.
 *   <li>Publishing: {@link CheckpointPublisher} commits a {@link Publication} in one transaction: a checkpoint, its weights,
 *       its accuracy, the {@link DeadLetter}s before its horizon, and the weights that {@link Retention} gives up.
 *   <li>Of several trainers of a model one trains: {@link LeaderElection}.
 *   <li>What must not be retried: {@link HaltedException}.
 * </ul>
 */
@NullMarked
package nudge.trainer.kafka;

import org.jspecify.annotations.NullMarked;
