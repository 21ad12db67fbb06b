package nudge.labeller.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.ClockGuard;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The checkpoints that Kafka keeps, of any age, each read when it is asked for. Thread-safe. All methods throw
 * {@link org.apache.kafka.common.KafkaException} when Kafka does not answer within some seconds.
 */
public final class StoredCheckpoints {
    private static final TopicPartition CHECKPOINTS = Topics.CHECKPOINTS.partition();
    private static final TopicPartition ACCURACY = Topics.ACCURACY.partition();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** What ids were before they named their step. */
    private static final Pattern WITHOUT_STEP = Pattern.compile("[0-9a-f]{16}");
    /** Behind so many offsets a checkpoint whose id names no step is not found any more. */
    static final int MOST_WITHOUT_STEP = 200_000;

    private final KafkaSettings kafka;

    public StoredCheckpoints(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Finds a checkpoint. An id that names its step is found by {@link StepSearch}; an older one only among the newest
     * {@value #MOST_WITHOUT_STEP} offsets. What cannot be an id is not looked for.
     */
    public Optional<CheckpointPublished> find(String id) {
        OptionalLong step = CheckpointPublished.stepOf(id);
        if (step.isPresent()) {
            return ClockGuard.ask(() -> findByStep(id, step.getAsLong()));
        }
        return WITHOUT_STEP.matcher(id).matches() ? ClockGuard.ask(() -> findAmongNewest(id)) : Optional.empty();
    }

    /** The newest checkpoint of a model that was published at exactly that step. */
    public Optional<CheckpointPublished> findStep(String model, long step) {
        return ClockGuard.ask(() -> {
            try (CommittedRecords records = CommittedRecords.openForSingleRecords(kafka, PATIENCE)) {
                return new StepSearch(records, CHECKPOINTS, StoredCheckpoints::stepOfCheckpoint)
                        .findNewest(model, step)
                        .map(EventCodec::decodeCheckpoint);
            }
        });
    }

    private Optional<CheckpointPublished> findByStep(String id, long step) {
        try (CommittedRecords records = CommittedRecords.openForSingleRecords(kafka, PATIENCE)) {
            return new StepSearch(records, CHECKPOINTS, StoredCheckpoints::stepOfCheckpoint)
                    .find(null, id, step)
                    .map(EventCodec::decodeCheckpoint);
        }
    }

    private Optional<CheckpointPublished> findAmongNewest(String id) {
        try (CommittedRecords records = CommittedRecords.open(kafka, PATIENCE)) {
            long end = records.end(CHECKPOINTS, End.LAST_STABLE_OFFSET);
            for (var record : records.read(CHECKPOINTS, Math.max(0, end - MOST_WITHOUT_STEP), end)) {
                if (StepSearch.isAbout(record, id)) {
                    return Optional.ofNullable(EventCodec.decodeCheckpoint(record));
                }
            }
            return Optional.empty();
        }
    }

    /** How good a checkpoint is; empty when it was not measured, or when that is forgotten. */
    public Optional<AccuracyMeasured> accuracyOf(CheckpointPublished checkpoint) {
        return ClockGuard.ask(() -> findAccuracy(checkpoint));
    }

    private Optional<AccuracyMeasured> findAccuracy(CheckpointPublished checkpoint) {
        try (CommittedRecords records = CommittedRecords.openForSingleRecords(kafka, PATIENCE)) {
            return new StepSearch(records, ACCURACY, StoredCheckpoints::stepOfAccuracy)
                    .find(checkpoint.model(), checkpoint.id(), checkpoint.step())
                    .map(EventCodec::decodeAccuracy);
        }
    }

    /** @throws InvalidRecordException when the record is no checkpoint */
    static long stepOfCheckpoint(ConsumerRecord<String, byte[]> record) {
        CheckpointPublished checkpoint = EventCodec.decodeCheckpoint(record);
        if (checkpoint == null) {
            throw InvalidRecordException.at(record, "expected a checkpoint, got an event of another type");
        }
        return checkpoint.step();
    }

    private static long stepOfAccuracy(ConsumerRecord<String, byte[]> record) {
        return EventCodec.decodeAccuracy(record).step();
    }
}
