package nudge.events;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import nudge.events.CommittedRecords.End;
import nudge.network.WeightFile;
import org.apache.kafka.common.TopicPartition;

/** The weight files that Kafka keeps. */
public final class CheckpointWeights {
    private static final TopicPartition WEIGHTS = Topics.WEIGHTS.partition();

    private CheckpointWeights() {}

    /**
     * Reads the weight file of a checkpoint; its SHA-256 is the event's.
     *
     * @param records reads Kafka
     * @return empty when the weights are forgotten by now
     * @throws InvalidRecordException when the weights do not match their digest
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static Optional<byte[]> read(CommittedRecords records, CheckpointPublished checkpoint) {
        // All records of a checkpoint carry its time: none of them lies before the first record of that time.
        OptionalLong from = records.offsetAt(WEIGHTS, checkpoint.at());
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> wanted = new HashMap<>();
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            wanted.put(WeightChunk.key(checkpoint.id(), chunk), chunk);
        }
        SortedMap<Integer, byte[]> found = new TreeMap<>();
        // The event may be readable a moment before the weights that were committed with it.
        for (var record : records.read(WEIGHTS, from.getAsLong(), records.end(WEIGHTS, End.HIGH_WATERMARK))) {
            Integer chunk = wanted.get(record.key());
            if (chunk != null && record.value() != null) {
                found.put(chunk, record.value());
            }
            if (found.size() == checkpoint.chunks()) {
                return Optional.of(joined(checkpoint, found));
            }
        }
        return Optional.empty();
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
