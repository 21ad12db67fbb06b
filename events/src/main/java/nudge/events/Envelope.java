package nudge.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The attributes of a CloudEvent 1.0 in binary mode: each is a header of the record. */
final class Envelope {
    private static final String SPECVERSION = "1.0";
    private static final byte[] SPECVERSION_BYTES = SPECVERSION.getBytes(StandardCharsets.UTF_8);
    private static final byte[] LABELLED_BYTES = LabelRecord.ImageLabelled.TYPE.getBytes(StandardCharsets.UTF_8);

    private Envelope() {}

    /** Of an event whose data are JSON. Written here, because the relay writes a hundred thousand of them a second. */
    static List<Header> headers(String id, String source, String type, String schema, String subject, String time) {
        return List.of(
                header("ce_specversion", SPECVERSION),
                header("ce_id", id),
                header("ce_source", source),
                header("ce_type", type),
                header("content-type", "application/json"),
                header("ce_dataschema", schema),
                header("ce_subject", subject),
                header("ce_time", time));
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
            throw EventCodec.invalid(
                    record, "expected CloudEvents " + SPECVERSION + " in ce_specversion, got " + version, null);
        }
        required(record, "ce_id");
        required(record, "ce_source");
        return required(record, "ce_type");
    }

    /** Whether {@link #type} would say that the event is {@link LabelRecord.ImageLabelled#TYPE}. */
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
            throw EventCodec.invalid(
                    record, "expected a CloudEvent in binary mode with the header " + name + ", got none", null);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
