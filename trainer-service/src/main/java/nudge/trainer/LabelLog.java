package nudge.trainer;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.LabelRecord;
import nudge.events.Topics;
import nudge.learning.Learner;
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
final class LabelLog implements AutoCloseable {
    static final TopicPartition LABELS = new TopicPartition(Topics.LABELS.topic(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ReadAhead reader;
    private final GapDetector gaps = new GapDetector();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private long offset;
    private volatile boolean woken;

    /**
     * A record as it was read.
     *
     * @param label what it says, or null when it does not keep the contract
     * @param fault why it does not
     */
    record Entry(
            ConsumerRecord<byte[], byte[]> record, @Nullable LabelRecord label, String fault) {}

    /** @param kafka client configuration: {@code bootstrap.servers} at least */
    LabelLog(Map<String, Object> kafka) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consuming(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(LABELS));
        consumer.seek(LABELS, 0);
        reader = new ReadAhead(consumer, LABELS);
    }

    static Map<String, Object> consuming(Map<String, Object> kafka) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "none");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("default.api.timeout.ms", "10000");
        configuration.put("max.poll.records", "5000");
        // No larger: records that are under way at a collection are copied by it.
        configuration.put("max.partition.fetch.bytes", "1048576");
        return configuration;
    }

    /** The offset behind the last record that {@link #next} returned; 0 before the first. */
    long offset() {
        return offset;
    }

    /** About how many offsets of the topic are not folded yet, as far as the last fetch told. */
    long lag() {
        return reader.lag();
    }

    /** The position in the log of labels that the last readable record names. */
    long position() {
        return gaps.position();
    }

    /**
     * The next record, or null when none came in time.
     *
     * @throws HaltedException when a record is missing before it
     * @throws WakeupException after {@link #wakeup()}
     */
    @Nullable
    Entry next(Duration timeout) {
        if (!polled.hasNext()) {
            polled = poll(timeout);
            if (!polled.hasNext()) {
                return null;
            }
        }
        ConsumerRecord<byte[], byte[]> record = polled.next();
        Entry entry = read(record);
        if (entry.label == null) {
            gaps.unreadable(number(record, "position"), number(record, "previous"));
        } else {
            gaps.link(entry.label.position(), entry.label.previous());
        }
        offset = record.offset() + 1;
        return entry;
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
     * Folds the records before an offset, and steps over those that do not keep the contract.
     *
     * @throws HaltedException when the topic ends before the offset
     */
    void foldUntil(long horizon, Learner learner) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (offset < horizon) {
            Entry entry = next(Duration.ofMillis(200));
            if (entry != null) {
                fold(entry, learner);
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
        return new TimeoutException("no record came behind offset " + offset + " of " + LABELS);
    }

    /** Folds a record; returns why it cannot be, or null when it could. */
    static @Nullable String fold(Entry entry, Learner learner) {
        if (entry.label == null) {
            return entry.fault;
        }
        try {
            learner.fold(entry.label);
            return null;
        } catch (InvalidRecordException contradiction) {
            return String.valueOf(contradiction.getMessage());
        }
    }

    private static Entry read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Entry(record, EventCodec.decodeRawLabel(record), "");
        } catch (InvalidRecordException invalid) {
            return new Entry(record, null, String.valueOf(invalid.getMessage()));
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
    boolean answers(Duration most) {
        return reader.isPolling() || reader.answers(most);
    }

    /** Makes {@link #next} throw, if it waits in another thread, and {@link #checkWoken} from now on. */
    void wakeup() {
        woken = true;
        reader.wakeup();
    }

    /** @throws WakeupException after {@link #wakeup()} */
    void checkWoken() {
        if (woken) {
            throw new WakeupException();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
