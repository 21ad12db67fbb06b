package nudge.events;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One part of a checkpoint's weight file: a record of {@code nudge.weights}.
 *
 * @param index of the part, counted from 0
 * @param bytes at most {@link Topics#CHUNK_BYTES}
 */
record WeightChunk(String checkpoint, int index, byte[] bytes) {
    private static final String TYPE = "checkpoint.weights.v1";
    private static final String OCTETS = "application/octet-stream";
    private static final Pattern KEY = Pattern.compile("(.+)/(\\d{1,6})");

    static String key(String checkpoint, int index) {
        return checkpoint + "/" + index;
    }

    /** How many chunks a weight file of so many bytes has. */
    static int count(int bytes) {
        return Math.max(1, (bytes + Topics.CHUNK_BYTES - 1) / Topics.CHUNK_BYTES);
    }

    static ProducerRecord<String, byte[]> encode(CheckpointPublished checkpoint, int index, byte[] weights) {
        int from = index * Topics.CHUNK_BYTES;
        byte[] chunk = Arrays.copyOfRange(weights, from, Math.min(weights.length, from + Topics.CHUNK_BYTES));
        String key = key(checkpoint.id(), index);
        return KafkaMessageFactory.<String>createWriter(
                        Topics.WEIGHTS.topic(), 0, checkpoint.at().toEpochMilli(), key)
                .writeBinary(CloudEventBuilder.v1()
                        .withId(key)
                        .withSource(URI.create(Envelope.trainer(checkpoint.model())))
                        .withType(TYPE)
                        .withSubject(checkpoint.id())
                        .withTime(checkpoint.at().atOffset(ZoneOffset.UTC))
                        .withData(OCTETS, chunk)
                        .build());
    }

    /**
     * Decodes a record of {@code nudge.weights}.
     *
     * @return the chunk, or null when the record is a tombstone
     * @throws InvalidRecordException when the record does not keep the contract
     */
    static @Nullable WeightChunk decode(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        Envelope.checkType(record, TYPE);
        Matcher key = KEY.matcher(String.valueOf(record.key()));
        if (!key.matches()) {
            throw InvalidRecordException.at(record, "expected a key such as checkpoint/0, got " + record.key());
        }
        return new WeightChunk(key.group(1), Integer.parseInt(key.group(2)), record.value());
    }
}
