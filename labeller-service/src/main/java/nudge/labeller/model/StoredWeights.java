package nudge.labeller.model;

import java.time.Duration;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointWeights;
import nudge.events.ClockGuard;
import nudge.events.CommittedRecords;
import nudge.events.KafkaSettings;

/** The weight files that Kafka keeps, each read when it is asked for. Thread-safe. */
public final class StoredWeights {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;

    public StoredWeights(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * The weight file of a checkpoint, whose SHA-256 is {@code checkpoint.sha256()}. Waits for Kafka no longer than some
     * seconds.
     *
     * @return empty when the weights have been deleted
     * @throws nudge.events.InvalidRecordException when the weights do not match their digest
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer in time
     */
    public Optional<byte[]> read(CheckpointPublished checkpoint) {
        return ClockGuard.ask(() -> {
            try (CommittedRecords records = CommittedRecords.open(kafka, PATIENCE)) {
                return CheckpointWeights.read(records, checkpoint);
            }
        });
    }
}
