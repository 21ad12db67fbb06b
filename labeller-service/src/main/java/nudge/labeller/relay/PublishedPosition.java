package nudge.labeller.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.EventCodec;
import nudge.events.RelayPosition;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Kafka's memory of how far a relay has published. */
final class PublishedPosition {
    private static final TopicPartition POSITIONS = new TopicPartition(Topics.RELAY_POSITION.topic(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PublishedPosition() {}

    /**
     * Reads the committed position of a store. To be called when every predecessor is fenced.
     *
     * @return the position, or null when nothing was ever published
     * @throws RelayHaltedException when the topic holds another store's position, or its end cannot be read
     */
    static @Nullable RelayPosition read(Map<String, Object> kafka, UUID store) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(POSITIONS));
            consumer.seekToBeginning(List.of(POSITIONS));
            long end = lastOffset(kafka);
            RelayPosition last = null;
            Instant deadline = Instant.now().plus(PATIENCE);
            // Control records are never delivered: wait for the position, not for a record.
            while (consumer.position(POSITIONS) < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() != null) {
                        last = EventCodec.decodeRelayPosition(record);
                        checkStore(last, store);
                    }
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new RelayHaltedException("expected to read " + POSITIONS + " up to offset " + end
                            + ", but a transaction stays open at offset " + consumer.position(POSITIONS)
                            + ": look for a hanging transaction (kafka-transactions.sh find-hanging)");
                }
            }
            return last;
        }
    }

    private static void checkStore(RelayPosition position, UUID store) {
        if (!position.store().equals(store)) {
            throw new RelayHaltedException(
                    "this Kafka holds the labels of the store " + position.store() + ", but the log is the store "
                            + store + ": connect the Kafka and the database that belong together");
        }
    }

    /** The end for readers of everything: behind records of transactions that are not committed yet as well. */
    private static long lastOffset(Map<String, Object> kafka) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_uncommitted");
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(POSITIONS)).get(POSITIONS);
        }
    }
}
