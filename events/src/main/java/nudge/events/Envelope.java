package nudge.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent 1.0 in binary mode whose data are JSON: each is a header of the record. Written here, because
 * the relay writes a hundred thousand of them per second.
 *
 * @param time what {@link Timestamp#text} writes of {@code at}
 */
record Envelope(String id, String source, String type, String subject, Instant at, String time) {
    private static final String SPECVERSION = "1.0";
    private static final byte[] SPECVERSION_BYTES = SPECVERSION.getBytes(StandardCharsets.UTF_8);
    private static final byte[] LABELLED_BYTES = LabelRecord.ImageLabelled.TYPE.getBytes(StandardCharsets.UTF_8);

    static Envelope of(String id, String source, String type, String subject, Instant at) {
        return new Envelope(id, source, type, subject, at, Timestamp.text(at));
    }

    /** The source of what the labeller says, by the identity of its log. */
    static String labeller(String store) {
        return "/nudge/labeller/" + store;
    }

    /** The source of what the trainer of a model says. */
    static String trainer(String model) {
        return "/nudge/trainer/" + model;
    }

    ProducerRecord<String, byte[]> around(byte[] json, Topics topic, String key) {
        List<Header> headers = List.of(
                header("ce_specversion", SPECVERSION),
                header("ce_id", id),
                header("ce_source", source),
                header("ce_type", type),
                header("content-type", "application/json"),
                header("ce_dataschema", "urn:nudge:schema:" + type),
                header("ce_subject", subject),
                header("ce_time", Timestamp.shortened(time)));
        return new ProducerRecord<>(topic.topic(), 0, at.toEpochMilli(), key, json, headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The event's type.
     *
     * @throws InvalidRecordException when an attribute that CloudEvents requires is missing, or the version is another
     */
    static String type(ConsumerRecord<String, byte[]> record) {
        String version = required(record, "ce_specversion");
        if (!version.equals(SPECVERSION)) {
            throw InvalidRecordException.at(
                    record, "expected CloudEvents " + SPECVERSION + " in ce_specversion, got " + version);
        }
        required(record, "ce_id");
        required(record, "ce_source");
        return required(record, "ce_type");
    }

    /** @throws InvalidRecordException when the event is of another type */
    static void checkType(ConsumerRecord<String, byte[]> record, String expected) {
        String type = type(record);
        if (!type.equals(expected)) {
            throw InvalidRecordException.at(record, "expected the type " + expected + ", got " + type);
        }
    }

    /** @throws InvalidRecordException when the record has another key */
    static void checkKey(ConsumerRecord<String, byte[]> record, String what, String expected) {
        if (!expected.equals(record.key())) {
            throw InvalidRecordException.at(
                    record, "expected " + what + " " + expected + " as the key, got " + record.key());
        }
    }

    /** Whether {@link #type(ConsumerRecord)} would say that the event is {@link LabelRecord.ImageLabelled#TYPE}. */
    static boolean isOfLabelled(Headers headers) {
        return is(headers, "ce_type", LABELLED_BYTES)
                && is(headers, "ce_specversion", SPECVERSION_BYTES)
                && isPresent(headers.lastHeader("ce_id"))
                && isPresent(headers.lastHeader("ce_source"));
    }

    private static boolean is(Headers headers, String name, byte[] value) {
        Header header = headers.lastHeader(name);
        return header != null && Arrays.equals(header.value(), value);
    }

    private static boolean isPresent(@Nullable Header header) {
        return header != null && header.value() != null && header.value().length > 0;
    }

    private static String required(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || !isPresent(header)) {
            throw InvalidRecordException.at(
                    record, "expected a CloudEvent in binary mode with the header " + name + ", got none");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
