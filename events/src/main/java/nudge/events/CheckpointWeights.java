package nudge.events;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import nudge.network.WeightFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The weight files that Kafka keeps. */
public final class CheckpointWeights {
    private static final TopicPartition WEIGHTS = new TopicPartition(Topics.WEIGHTS.topic(), 0);

    private CheckpointWeights() {}

    /**
     * Reads the weight file of a checkpoint; its SHA-256 is the event's.
     *
     * @param kafka the client's configuration; {@code bootstrap.servers} is required
     * @return empty when the weights are forgotten by now
     * @throws InvalidRecordException when the weights do not match their digest
     */
    public static Optional<byte[]> read(Map<String, Object> kafka, CheckpointPublished checkpoint) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(WEIGHTS));
            // All records of a checkpoint carry its time: none of them lies before the first record of that time.
            var found = consumer.offsetsForTimes(Map.of(WEIGHTS, checkpoint.at().toEpochMilli()))
                    .get(WEIGHTS);
            if (found == null) {
                return Optional.empty();
            }
            consumer.seek(WEIGHTS, found.offset());
            long end = consumer.endOffsets(List.of(WEIGHTS)).get(WEIGHTS);
            TreeMap<Integer, byte[]> chunks = new TreeMap<>();
            while (consumer.position(WEIGHTS) < end && chunks.size() < checkpoint.chunks()) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    take(record, checkpoint, chunks);
                }
            }
            return assembled(checkpoint, chunks);
        }
    }

    private static void take(
            ConsumerRecord<String, byte[]> record, CheckpointPublished checkpoint, TreeMap<Integer, byte[]> chunks) {
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            if (record.value() != null
                    && EventCodec.chunkKey(checkpoint.id(), chunk).equals(record.key())) {
                chunks.put(chunk, record.value());
            }
        }
    }

    private static Optional<byte[]> assembled(CheckpointPublished checkpoint, TreeMap<Integer, byte[]> chunks) {
        return chunks.size() == checkpoint.chunks() ? Optional.of(joined(checkpoint, chunks)) : Optional.empty();
    }

    /**
     * The chunks as one weight file.
     *
     * @param chunks by their numbers
     * @throws InvalidRecordException when it is not the file that the event names
     */
    public static byte[] joined(CheckpointPublished event, SortedMap<Integer, byte[]> chunks) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(event.bytes());
        chunks.values().forEach(joined::writeBytes);
        byte[] weights = joined.toByteArray();
        String sha256 = WeightFile.sha256(weights);
        if (!sha256.equals(event.sha256())) {
            throw new InvalidRecordException("checkpoint " + event.id() + ": expected weights with the SHA-256 "
                    + event.sha256() + ", got " + sha256);
        }
        return weights;
    }
}
