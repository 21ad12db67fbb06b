package nudge.trainer;

import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
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

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Chain chain = new Chain();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private long offset;

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
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "none");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("default.api.timeout.ms", "10000");
        configuration.put("max.poll.records", "2000");
        configuration.put("max.partition.fetch.bytes", "4194304");
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(LABELS));
        consumer.seek(LABELS, 0);
    }

    /** The offset behind the last record that {@link #next} returned; 0 before the first. */
    long offset() {
        return offset;
    }

    /** About how many offsets of the topic are not folded yet, as far as the last fetch told. */
    long lag() {
        return consumer.currentLag(LABELS).orElse(0);
    }

    /** The position in the log of labels that the last readable record names. */
    long position() {
        return chain.position();
    }

    /**
     * The next record, or null when none came in time.
     *
     * @throws HaltedException when a record is missing before it
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
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
            chain.unreadable(number(record, "position"), number(record, "previous"));
        } else {
            chain.link(entry.label.position(), entry.label.previous());
        }
        offset = record.offset() + 1;
        return entry;
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            return consumer.poll(timeout).iterator();
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
            } else if (System.nanoTime() > deadline) {
                throw noMore(horizon);
            }
        }
    }

    private RuntimeException noMore(long horizon) {
        long end = consumer.endOffsets(List.of(LABELS)).get(LABELS);
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
            return new Entry(record, EventCodec.decodeLabel(withTextKey(record)), "");
        } catch (InvalidRecordException invalid) {
            return new Entry(record, null, String.valueOf(invalid.getMessage()));
        }
    }

    private static ConsumerRecord<String, byte[]> withTextKey(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                key,
                record.value(),
                record.headers(),
                record.leaderEpoch());
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

    /** Makes {@link #next} throw, if it waits in another thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
