package nudge.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import nudge.events.Topics;
import nudge.network.WeightFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code nudge.labels} that does not keep the contract.
 *
 * @param fault why it does not
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record, String fault) {
    /** Of a larger record only a part is kept: with the headers that are added, it might not fit into its topic. */
    static final int MOST_BYTES = 900_000;

    /** How much of its key, and how much of its value. */
    public static final int PART_BYTES = 64 * 1024;

    private static final int MOST_FAULT = 1000;

    /**
     * The record for {@code nudge.dead-letters}: as it came, with headers that say where it lay and why it is here. A large one
     * has the beginnings of its key and value, none of its own headers, and the value's size and digest.
     */
    ProducerRecord<byte[], byte[]> encoded(String model) {
        boolean whole = bytes() <= MOST_BYTES;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.DEAD_LETTERS.topic(),
                0,
                record.timestamp() < 0 ? null : record.timestamp(),
                whole ? record.key() : part(record.key()),
                whole ? record.value() : part(record.value()),
                whole ? record.headers() : null);
        letter.headers()
                .add("nudge-topic", bytes(record.topic()))
                .add("nudge-partition", bytes(String.valueOf(record.partition())))
                .add("nudge-offset", bytes(String.valueOf(record.offset())))
                .add("nudge-fault", bytes(fault.substring(0, Math.min(MOST_FAULT, fault.length()))))
                .add("nudge-model", bytes(model));
        if (!whole && record.value() != null) {
            letter.headers()
                    .add("nudge-bytes", bytes(String.valueOf(record.value().length)))
                    .add("nudge-sha256", bytes(WeightFile.sha256(record.value())));
        }
        return letter;
    }

    /** The bytes of the record's key, value and headers. */
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
