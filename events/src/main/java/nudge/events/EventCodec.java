package nudge.events;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** From the records of the contract to Kafka records (CloudEvents 1.0, binary mode) and back. Thread-safe. */
public final class EventCodec {
    private static final String OCTETS = "application/octet-stream";
    private static final String WEIGHTS_TYPE = "checkpoint.weights.v1";

    private static final Pattern CHUNK_KEY = Pattern.compile("(.+)/(\\d{1,6})");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A later version may add a field; an older reader goes on.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventCodec() {}

    /**
     * @param store the identity of the log that the record comes from
     * @param event the identity of the event in that log
     */
    public static ProducerRecord<String, byte[]> encode(LabelRecord label, String store, String event) {
        String type = label instanceof LabelRecord.ImageLabelled
                ? LabelRecord.ImageLabelled.TYPE
                : LabelRecord.ImageUnlabelled.TYPE;
        String image = label.image().toString();
        String at = Timestamp.text(label.at());
        return record(
                Topics.LABELS,
                image,
                event,
                "/nudge/labeller/" + store,
                type,
                image,
                label.at(),
                at,
                LabelJson.write(label, at));
    }

    public static ProducerRecord<String, byte[]> encode(CheckpointPublished checkpoint) {
        return record(
                Topics.CHECKPOINTS,
                checkpoint.model(),
                checkpoint.id(),
                "/nudge/trainer/" + checkpoint.model(),
                CheckpointPublished.TYPE,
                checkpoint.id(),
                checkpoint.at(),
                MAPPER.writeValueAsBytes(checkpoint));
    }

    public static ProducerRecord<String, byte[]> encode(AccuracyMeasured accuracy) {
        return record(
                Topics.ACCURACY,
                accuracy.model(),
                "accuracy-" + accuracy.checkpoint(),
                "/nudge/trainer/" + accuracy.model(),
                AccuracyMeasured.TYPE,
                accuracy.checkpoint(),
                accuracy.at(),
                MAPPER.writeValueAsBytes(accuracy));
    }

    public static ProducerRecord<String, byte[]> encode(RelayPosition position, Instant at) {
        String store = position.store().toString();
        return record(
                Topics.RELAY_POSITION,
                store,
                store + "/" + position.position(),
                "/nudge/labeller/" + store,
                RelayPosition.TYPE,
                store,
                at,
                MAPPER.writeValueAsBytes(position));
    }

    /** The chunk {@code index} of a checkpoint's weight file: at most {@link Topics#CHUNK_BYTES} bytes from {@code offset}. */
    public static ProducerRecord<String, byte[]> encodeChunk(
            CheckpointPublished checkpoint, int index, byte[] weights) {
        int from = index * Topics.CHUNK_BYTES;
        byte[] chunk = Arrays.copyOfRange(weights, from, Math.min(weights.length, from + Topics.CHUNK_BYTES));
        String key = chunkKey(checkpoint.id(), index);
        CloudEvent event = CloudEventBuilder.v1()
                .withId(key)
                .withSource(URI.create("/nudge/trainer/" + checkpoint.model()))
                .withType(WEIGHTS_TYPE)
                .withSubject(checkpoint.id())
                .withTime(checkpoint.at().atOffset(ZoneOffset.UTC))
                .withData(OCTETS, chunk)
                .build();
        return KafkaMessageFactory.<String>createWriter(
                        Topics.WEIGHTS.topic(), 0, checkpoint.at().toEpochMilli(), key)
                .writeBinary(event);
    }

    /** The key of a chunk in {@code nudge.weights}. */
    public static String chunkKey(String checkpoint, int index) {
        return checkpoint + "/" + index;
    }

    /** How many chunks a weight file of so many bytes has. */
    public static int chunks(int bytes) {
        return Math.max(1, (bytes + Topics.CHUNK_BYTES - 1) / Topics.CHUNK_BYTES);
    }

    /**
     * A label of a record whose key is not decoded: as {@link #decodeLabel}, but several times as fast, for readers of the
     * whole log.
     *
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static LabelRecord decodeRawLabel(ConsumerRecord<byte[], byte[]> record) {
        LabelRecord plain = record.key() != null && record.value() != null && Envelope.isOfLabelled(record.headers())
                ? PlainLabel.read(record.value(), record.key())
                : null;
        return plain == null ? decodeLabel(withTextKey(record)) : plain;
    }

    private static ConsumerRecord<String, byte[]> withTextKey(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key,
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }

    /** @throws InvalidRecordException when the record does not keep the contract */
    public static LabelRecord decodeLabel(ConsumerRecord<String, byte[]> record) {
        String type = Envelope.type(record);
        LabelRecord label = switch (type) {
            case LabelRecord.ImageLabelled.TYPE -> LabelJson.readLabelled(record, data(record));
            case LabelRecord.ImageUnlabelled.TYPE -> LabelJson.readUnlabelled(record, data(record));
            default ->
                throw invalid(
                        record,
                        "expected the type " + LabelRecord.ImageLabelled.TYPE + " or "
                                + LabelRecord.ImageUnlabelled.TYPE + ", got " + type,
                        null);
        };
        checkKey(record, "the image", label.image().toString());
        return label;
    }

    /**
     * @return the checkpoint, or null when the record is of another type of the topic
     * @throws InvalidRecordException when the record does not keep the contract
     */
    public static @Nullable CheckpointPublished decodeCheckpoint(ConsumerRecord<String, byte[]> record) {
        if (!Envelope.type(record).equals(CheckpointPublished.TYPE)) {
            return null;
        }
        CheckpointPublished checkpoint = read(record, CheckpointPublished.class);
        checkKey(record, "the model", checkpoint.model());
        return checkpoint;
    }

    /** @throws InvalidRecordException when the record does not keep the contract */
    public static AccuracyMeasured decodeAccuracy(ConsumerRecord<String, byte[]> record) {
        checkType(record, AccuracyMeasured.TYPE);
        AccuracyMeasured accuracy = read(record, AccuracyMeasured.class);
        checkKey(record, "the model", accuracy.model());
        return accuracy;
    }

    /** @throws InvalidRecordException when the record does not keep the contract */
    public static RelayPosition decodeRelayPosition(ConsumerRecord<String, byte[]> record) {
        checkType(record, RelayPosition.TYPE);
        RelayPosition position = read(record, RelayPosition.class);
        checkKey(record, "the store", position.store().toString());
        return position;
    }

    /**
     * @return the chunk, or null when the record is a tombstone
     * @throws InvalidRecordException when the record does not keep the contract
     */
    static @Nullable WeightChunk decodeChunk(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        checkType(record, WEIGHTS_TYPE);
        Matcher key = CHUNK_KEY.matcher(String.valueOf(record.key()));
        if (!key.matches()) {
            throw invalid(record, "expected a key such as checkpoint/0, got " + record.key(), null);
        }
        return new WeightChunk(key.group(1), Integer.parseInt(key.group(2)), record.value());
    }

    /** JSON of a record of the contract, as it crosses Kafka. */
    public static String json(Object recordOfTheContract) {
        return MAPPER.writeValueAsString(recordOfTheContract);
    }

    private static ProducerRecord<String, byte[]> record(
            Topics topic, String key, String id, String source, String type, String subject, Instant at, byte[] json) {
        return record(topic, key, id, source, type, subject, at, Timestamp.text(at), json);
    }

    /** @param time what {@link Timestamp#text} writes of {@code at} */
    private static ProducerRecord<String, byte[]> record(
            Topics topic,
            String key,
            String id,
            String source,
            String type,
            String subject,
            Instant at,
            String time,
            byte[] json) {
        return new ProducerRecord<>(
                topic.topic(),
                0,
                at.toEpochMilli(),
                key,
                json,
                Envelope.headers(id, source, type, "urn:nudge:schema:" + type, subject, Timestamp.shortened(time)));
    }

    private static void checkType(ConsumerRecord<String, byte[]> record, String expected) {
        String type = Envelope.type(record);
        if (!type.equals(expected)) {
            throw invalid(record, "expected the type " + expected + ", got " + type, null);
        }
    }

    private static void checkKey(ConsumerRecord<String, byte[]> record, String what, String expected) {
        if (!expected.equals(record.key())) {
            throw invalid(record, "expected " + what + " " + expected + " as the key, got " + record.key(), null);
        }
    }

    private static byte[] data(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            throw invalid(record, "expected JSON data, got none", null);
        }
        return record.value();
    }

    private static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            T event = MAPPER.readValue(data(record), type);
            if (event == null) {
                throw new IllegalArgumentException("the JSON is null");
            }
            return event;
        } catch (JacksonException | IllegalArgumentException broken) {
            throw invalid(record, "expected " + type.getSimpleName() + ": " + reason(broken), broken);
        }
    }

    /** What is wrong with some JSON, in one line. */
    static String reason(RuntimeException broken) {
        String message = String.valueOf(broken.getMessage());
        if (broken instanceof JacksonException json) {
            message = json.getOriginalMessage();
            for (JacksonException.Reference each : json.getPath()) {
                message = each.getPropertyName() == null ? message : each.getPropertyName() + ": " + message;
            }
        }
        return message.lines().findFirst().orElse("");
    }

    static InvalidRecordException invalid(
            ConsumerRecord<String, byte[]> record, String what, @Nullable Throwable cause) {
        String message = record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + what;
        return cause == null ? new InvalidRecordException(message) : new InvalidRecordException(message, cause);
    }
}
