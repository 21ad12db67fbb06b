package nudge.events;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
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
     * Reads the weight file of a checkpoint, whose SHA-256 is {@code checkpoint.sha256()}.
     *
     * @return empty when the weights have been deleted
     * @throws InvalidRecordException when the weights do not match their digest
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static Optional<byte[]> read(CommittedRecords records, CheckpointPublished checkpoint) {
        return read(records, checkpoint.id(), checkpoint.sha256(), checkpoint.chunks(), checkpoint.at());
    }

    /** As {@link #read(CommittedRecords, CheckpointPublished)}, of a checkpoint that was promoted. */
    public static Optional<byte[]> read(CommittedRecords records, CheckpointPromoted promoted) {
        return read(records, promoted.checkpoint(), promoted.sha256(), promoted.chunks(), promoted.at());
    }

    private static Optional<byte[]> read(
            CommittedRecords records, String checkpoint, String sha256, int chunks, Instant at) {
        // All records of a checkpoint carry its time, so none of them lies before the first record of that time.
        OptionalLong from = records.offsetAt(WEIGHTS, at);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> wanted = new HashMap<>();
        for (int chunk = 0; chunk < chunks; chunk++) {
            wanted.put(WeightChunk.key(checkpoint, chunk), chunk);
        }
        SortedMap<Integer, byte[]> found = new TreeMap<>();
        // The event may be readable a moment before the weights that were committed with it.
        for (var record : records.read(WEIGHTS, from.getAsLong(), records.end(WEIGHTS, End.HIGH_WATERMARK))) {
            Integer chunk = wanted.get(record.key());
            if (chunk != null && record.value() != null) {
                found.put(chunk, record.value());
            }
            if (found.size() == chunks) {
                return Optional.of(joined(checkpoint, sha256, found));
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
        return joined(event.id(), event.sha256(), chunks);
    }

    /**
     * The chunks as one weight file.
     *
     * @param checkpoint whose it is
     * @param expected its SHA-256, in hexadecimal
     * @param chunks by their numbers
     * @throws InvalidRecordException when the file has another SHA-256
     */
    public static byte[] joined(String checkpoint, String expected, SortedMap<Integer, byte[]> chunks) {
        int bytes = chunks.values().stream().mapToInt(chunk -> chunk.length).sum();
        ByteArrayOutputStream joined = new ByteArrayOutputStream(bytes);
        chunks.values().forEach(joined::writeBytes);
        byte[] weights = joined.toByteArray();
        String sha256 = WeightFile.sha256(weights);
        if (!sha256.equals(expected)) {
            throw new InvalidRecordException(
                    "checkpoint " + checkpoint + ": expected weights with the SHA-256 " + expected + ", got " + sha256);
        }
        return weights;
    }
}
