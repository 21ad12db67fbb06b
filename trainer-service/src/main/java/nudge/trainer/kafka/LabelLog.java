package nudge.trainer.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import nudge.events.CommittedRecords;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
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

/**
 * The committed records of {@code nudge.labels} from the first one on, one at a time, checked to be whole. Owned by one
 * thread, but for {@link #wakeup()}.
 */
public final class LabelLog implements AutoCloseable {
    static final TopicPartition LABELS = new TopicPartition(Topics.LABELS.topic(), 0);
    private static final String LOST_TAIL = "docs/operations.md#a-lost-tail-of-kafka";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOKING = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final Duration patience;
    private final ReadAhead reader;
    private final GapDetector gaps = new GapDetector();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    /** The next record, when it has been looked at already. */
    private @Nullable DecodedRecord peeked;

    private long offset;
    /** Of the last readable record. */
    private long labelOffset;

    private volatile boolean woken;

    /** Stands before the first record; Kafka is not asked yet. */
    public LabelLog(KafkaSettings kafka) {
        this(kafka, PATIENCE);
    }

    /** @param patience how long to read nothing before it fails */
    LabelLog(KafkaSettings kafka, Duration patience) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerConfiguration(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(LABELS));
        consumer.seek(LABELS, 0);
        this.kafka = kafka;
        this.patience = patience;
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

    /** How far it is read. */
    public Horizon horizon() {
        return new Horizon(gaps.position(), offset);
    }

    /**
     * The next record, or null when none came in time.
     *
     * @throws HaltedException when a record is missing before it
     * @throws IllegalStateException when Kafka no longer holds what was read before: it is to be read again
     * @throws WakeupException after {@link #wakeup()}
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    public @Nullable DecodedRecord next(Duration timeout) {
        DecodedRecord decoded = peek(timeout);
        if (decoded == null) {
            return null;
        }
        ConsumerRecord<byte[], byte[]> record = decoded.record();
        if (decoded.label() == null) {
            gaps.unreadable(decoded.number("position"), decoded.number("previous"));
        } else {
            link(decoded.label());
            labelOffset = record.offset();
        }
        peeked = null;
        offset = record.offset() + 1;
        return decoded;
    }

    /** The next record, which stays the next one. */
    private @Nullable DecodedRecord peek(Duration timeout) {
        if (peeked == null) {
            if (!polled.hasNext()) {
                polled = poll(timeout);
            }
            peeked = polled.hasNext() ? DecodedRecord.of(polled.next()) : null;
        }
        return peeked;
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        try {
            return reader.next(timeout).iterator();
        } catch (OffsetOutOfRangeException | NoOffsetForPartitionException lost) {
            if (offset > 0) {
                throw new IllegalStateException(
                        "expected " + LABELS + " to keep its records up to offset " + offset + ", got: "
                                + lost.getMessage() + "; reads it again from the beginning, see " + LOST_TAIL,
                        lost);
            }
            throw new HaltedException("expected " + LABELS + " to hold its records from offset 0 on, got: "
                    + lost.getMessage() + "; Kafka has lost label records, let an empty one be filled again");
        }
    }

    private void link(LabelRecord label) {
        try {
            gaps.link(label.position(), label.previous());
        } catch (HaltedException gap) {
            if (gaps.position() > 0 && !holdsLastLabel()) {
                throw new IllegalStateException(
                        "expected " + LABELS + " to hold position " + gaps.position() + " at offset " + labelOffset
                                + ", where it was read, got another record: Kafka has lost the end of the topic, and"
                                + " other records have come since; reads it again from the beginning, see " + LOST_TAIL,
                        gap);
            }
            throw gap;
        }
    }

    /** Whether the last readable record still lies where it was read. */
    private boolean holdsLastLabel() {
        try (CommittedRecords records = CommittedRecords.openForSingleRecords(kafka, PATIENCE)) {
            for (var record : records.read(LABELS, labelOffset, labelOffset + 1)) {
                return record.offset() == labelOffset
                        && EventCodec.decodeLabel(record).position() == gaps.position();
            }
            return false;
        } catch (InvalidRecordException another) {
            return false;
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
    public void readUntil(long end, Consumer<DecodedRecord> sink) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (offset < end) {
            DecodedRecord record = next(LOOKING);
            if (record != null) {
                sink.accept(record);
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > deadline && !reader.isPolling()) {
                if (reader.end() < end) {
                    throw new HaltedException(
                            "expected records in " + LABELS + " up to offset " + end + ", got " + reader.end()
                                    + ": Kafka holds fewer labels than a checkpoint has learned, see " + LOST_TAIL);
                }
                throw silent();
            }
        }
    }

    /**
     * Reads the records up to a horizon, wherever they lie now: the labels up to its position, and of the records behind them
     * that are no labels those before its offset.
     *
     * @param sink is given each of them, in order
     * @throws HaltedException when a record is missing, or the topic passes over the position
     * @throws IllegalStateException when the topic ends before the position for 10 seconds; the relay may fill it again
     * @throws TimeoutException when no record comes for 10 seconds
     * @throws WakeupException after {@link #wakeup()}
     */
    public void readUntil(Horizon horizon, Consumer<DecodedRecord> sink) {
        checkNotPassed(horizon, gaps.position());
        long deadline = System.nanoTime() + patience.toNanos();
        while (gaps.position() < horizon.position()) {
            DecodedRecord record = peek(LOOKING);
            if (record != null) {
                if (record.label() != null) {
                    checkNotPassed(horizon, record.label().position());
                }
                next(Duration.ZERO);
                sink.accept(record);
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > deadline && !reader.isPolling()) {
                throw reader.isAtEnd() ? tooShort(horizon) : silent();
            }
        }
        readUnreadable(horizon.offset(), sink, deadline);
    }

    private void readUnreadable(long end, Consumer<DecodedRecord> sink, long deadline) {
        while (offset < end) {
            DecodedRecord record = peek(LOOKING);
            if (record != null) {
                if (record.label() != null || record.record().offset() >= end) {
                    return;
                }
                next(Duration.ZERO);
                sink.accept(record);
            } else if (!reader.isPolling()) {
                if (reader.isAtEnd()) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw silent();
                }
            }
        }
    }

    private void checkNotPassed(Horizon horizon, long position) {
        if (position > horizon.position()) {
            throw new HaltedException("expected position " + horizon.position() + " in " + LABELS
                    + ", the last that a checkpoint has learned, got " + position + " behind " + gaps.position()
                    + ": the topic is another log's, or not whole; restore it, or begin a new lineage with another"
                    + " NUDGE_TRAINER_MODEL, see " + LOST_TAIL);
        }
    }

    private IllegalStateException tooShort(Horizon horizon) {
        return new IllegalStateException("expected " + LABELS + " up to position " + horizon.position()
                + ", which a checkpoint has learned, got positions up to " + gaps.position()
                + ": Kafka has lost the end of the topic; the relay of a running labeller publishes it again, see "
                + LOST_TAIL);
    }

    private TimeoutException silent() {
        return new TimeoutException("expected more records in " + LABELS + ", got none behind offset " + offset
                + " for " + patience.toSeconds() + " s: Kafka does not answer, or a transaction is open");
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
