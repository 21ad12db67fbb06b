package nudge.trainer.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The committed records of {@code nudge.labels} from the first one on, one at a time, checked to be whole. Owned by one
 * thread, but for {@link #wakeup()}.
 */
public final class LabelLog implements AutoCloseable {
    static final TopicPartition LABELS = new TopicPartition(Topics.LABELS.topic(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ReadAhead reader;
    private final GapDetector gaps = new GapDetector();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private long offset;
    private volatile boolean woken;

    /** Stands before the first record; Kafka is not asked yet. */
    public LabelLog(KafkaSettings kafka) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerConfiguration(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(LABELS));
        consumer.seek(LABELS, 0);
        reader = new ReadAhead(consumer, LABELS);
    }

    /** How its consumer reads; new, and the caller's own. */
    public static Map<String, Object> consumerConfiguration(KafkaSettings kafka) {
        Map<String, Object> configuration = kafka.forConsumer();
        configuration.put("auto.offset.reset", "none");
        configuration.put("max.poll.records", "5000");
        // No larger: a garbage collection copies the records that are on their way.
        configuration.put("max.partition.fetch.bytes", "1048576");
        return configuration;
    }

    /** The offset behind the last record that was read; 0 before the first. */
    public long offset() {
        return offset;
    }

    /** About how many offsets of the topic are not read yet, as far as the last fetch told. */
    public long lag() {
        return reader.lag();
    }

    /** The position in the log of labels that the last readable record names; 0 before the first. */
    public long position() {
        return gaps.position();
    }

    /**
     * The next record, or null when none came in time.
     *
     * @throws HaltedException when a record is missing before it
     * @throws WakeupException after {@link #wakeup()}
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    public @Nullable DecodedRecord next(Duration timeout) {
        if (!polled.hasNext()) {
            polled = poll(timeout);
            if (!polled.hasNext()) {
                return null;
            }
        }
        ConsumerRecord<byte[], byte[]> record = polled.next();
        DecodedRecord decoded = decode(record);
        if (decoded.label() == null) {
            gaps.unreadable(number(record, "position"), number(record, "previous"));
        } else {
            gaps.link(decoded.label().position(), decoded.label().previous());
        }
        offset = record.offset() + 1;
        return decoded;
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            return reader.next(timeout).iterator();
        } catch (OffsetOutOfRangeException | NoOffsetForPartitionException lost) {
            throw new HaltedException(
                    "expected " + LABELS + " to hold its records from offset 0 up to " + offset + ", got: "
                            + lost.getMessage() + "; Kafka has lost label records, let an empty one be filled again");
        }
    }

    /**
     * Reads the records before an offset.
     *
     * @param sink is given each of them, in order
     * @throws HaltedException when a record is missing, or the topic ends before the offset
     * @throws TimeoutException when no record comes for 10 seconds
     * @throws WakeupException after {@link #wakeup()}
     */
    public void readUntil(long horizon, Consumer<DecodedRecord> sink) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (offset < horizon) {
            DecodedRecord record = next(Duration.ofMillis(200));
            if (record != null) {
                sink.accept(record);
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline && !reader.isPolling()) {
                throw noMore(horizon);
            }
        }
    }

    private RuntimeException noMore(long horizon) {
        long end = reader.end();
        if (end < horizon) {
            return new HaltedException(
                    "expected records in " + LABELS + " up to offset " + horizon + ", got " + end
                            + ": Kafka holds fewer labels than a checkpoint has learned; restore the topic or begin a new model");
        }
        return new TimeoutException("expected records in " + LABELS + " up to offset " + horizon
                + ", got none behind offset " + offset + " for " + PATIENCE.toSeconds() + " s");
    }

    private static DecodedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new DecodedRecord(record, EventCodec.decodeRawLabel(record), "");
        } catch (InvalidRecordException invalid) {
            return new DecodedRecord(record, null, String.valueOf(invalid.getMessage()));
        }
    }

    /** A number of a record that does not keep the contract, if it is JSON all the same. */
    private static @Nullable Long number(ConsumerRecord<byte[], byte[]> record, String field) {
        if (record.value() == null) {
            return null;
        }
        try {
            JsonNode number = MAPPER.readTree(record.value()).get(field);
            return number != null && number.canConvertToLong() && number.isIntegralNumber() ? number.asLong() : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Whether Kafka answers. @param most how long to wait for it */
    public boolean answers(Duration most) {
        return reader.isPolling() || reader.answers(most);
    }

    /** Makes {@link #next} throw, if it waits in another thread, and {@link #checkWoken} from now on. */
    public void wakeup() {
        woken = true;
        reader.wakeup();
    }

    /** @throws WakeupException after {@link #wakeup()} */
    public void checkWoken() {
        if (woken) {
            throw new WakeupException();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
