package nudge.trainer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import nudge.events.Topics;
import nudge.network.WeightFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A label record that does not keep the contract, and why. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, String fault) {
    /** A larger record is parked in part: with the headers that are added, it might not fit into its topic. */
    static final int MOST_BYTES = 900_000;

    /** Of each part of a record that is parked in part. */
    static final int PART_BYTES = 64 * 1024;

    private static final int MOST_FAULT = 1000;

    /**
     * The record for {@code nudge.dead-letters}: as it came, with headers that say where it lay and why it is here. A large one
     * has the beginnings of its key and value, none of its own headers, and the value's size and digest.
     */
    ProducerRecord<byte[], byte[]> parked(String model) {
        boolean whole = bytes() <= MOST_BYTES;
        ProducerRecord<byte[], byte[]> parked = new ProducerRecord<>(
                Topics.DEAD_LETTERS.topic(),
                0,
                record.timestamp(),
                whole ? record.key() : part(record.key()),
                whole ? record.value() : part(record.value()),
                whole ? record.headers() : null);
        parked.headers()
                .add("nudge-topic", bytes(record.topic()))
                .add("nudge-partition", bytes(String.valueOf(record.partition())))
                .add("nudge-offset", bytes(String.valueOf(record.offset())))
                .add("nudge-fault", bytes(fault.substring(0, Math.min(MOST_FAULT, fault.length()))))
                .add("nudge-model", bytes(model));
        if (!whole && record.value() != null) {
            parked.headers()
                    .add("nudge-bytes", bytes(String.valueOf(record.value().length)))
                    .add("nudge-sha256", bytes(WeightFile.sha256(record.value())));
        }
        return parked;
    }

    /** What the record's key, value and headers take. */
    long bytes() {
        long bytes = size(record.key()) + size(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + size(header.value());
        }
        return bytes;
    }

    private static long size(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    private static byte @Nullable [] part(byte @Nullable [] whole) {
        return whole == null ? null : Arrays.copyOf(whole, Math.min(PART_BYTES, whole.length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
