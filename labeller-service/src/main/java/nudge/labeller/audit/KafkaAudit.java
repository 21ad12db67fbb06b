package nudge.labeller.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.events.Topics;
import nudge.labeller.relay.LogEntry;
import nudge.labeller.relay.LogReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Compares the committed records of the labels with the settled labels of the log: bytes, headers, order. */
final class KafkaAudit implements AutoCloseable {
    private static final TopicPartition LABELS = Topics.LABELS.partition();
    private static final int CHUNK = 8_192;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Finding NOT_PUBLISHED_YET = new Finding(0, "not published yet");

    private final CommittedRecords labels;
    private final Duration patience;
    private Iterator<ConsumerRecord<String, byte[]>> polled = Collections.emptyIterator();
    /** The offset up to which the labels have been asked for. */
    private long offset;

    private long records;

    /** @param patience how long a label may take from the log to Kafka; zero when no relay runs: the last may be missing then */
    KafkaAudit(KafkaSettings kafka, Duration patience) {
        this.labels = CommittedRecords.open(kafka, LONGEST_SILENCE);
        this.patience = patience;
    }

    /** How many records were found as they should be. */
    long records() {
        return records;
    }

    /**
     * Compares up to the log's end as the transaction sees it. Later records are not looked at: labelling may go on meanwhile.
     *
     * @return the first difference, or null
     */
    @Nullable
    Finding compare(Connection connection, UUID store, long head) throws SQLException {
        long previous = 0;
        for (long after = 0; after < head; after += CHUNK) {
            for (LogEntry entry : LogReader.entries(connection, after, Math.min(head, after + CHUNK))) {
                LabelRecord label = entry.record(previous);
                if (label != null) {
                    Finding finding = compare(
                            EventCodec.encode(
                                    label, store.toString(), entry.id().toString()),
                            label);
                    if (finding != null) {
                        return finding == NOT_PUBLISHED_YET ? null : finding;
                    }
                    records++;
                    previous = label.position();
                }
            }
        }
        return surplus(head);
    }

    private @Nullable Finding compare(ProducerRecord<String, byte[]> expected, LabelRecord label) {
        ConsumerRecord<String, byte[]> record = next(patience);
        if (record == null && patience.isZero()) {
            return NOT_PUBLISHED_YET;
        }
        if (record == null) {
            return new Finding(
                    label.position(),
                    "expected the label in Kafka, found no record behind the " + records + " before it");
        }
        return EventCodec.isEncoded(expected, record)
                ? null
                : new Finding(
                        label.position(),
                        "expected the record " + describe(expected.key(), expected.value()) + ", got at offset "
                                + record.offset() + " " + describe(record.key(), record.value()));
    }

    private @Nullable Finding surplus(long head) {
        ConsumerRecord<String, byte[]> record = next(Duration.ZERO);
        if (record == null) {
            return null;
        }
        try {
            long position = EventCodec.decodeLabel(record).position();
            return position > head
                    ? null
                    : new Finding(
                            position, "expected no further record in Kafka, got one at offset " + record.offset());
        } catch (InvalidRecordException broken) {
            return new Finding(head, "expected no further record in Kafka, got " + broken.getMessage());
        }
    }

    /** The next committed record, or null when none comes within this time. */
    private @Nullable ConsumerRecord<String, byte[]> next(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!polled.hasNext()) {
            long end = labels.end(LABELS, End.LAST_STABLE_OFFSET);
            if (end > offset) {
                polled = labels.read(LABELS, offset, end).iterator();
                offset = end;
            } else if (System.nanoTime() - deadline >= 0) {
                return null;
            } else {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        return polled.next();
    }

    private static String describe(String key, byte @Nullable [] value) {
        String text = value == null ? "null" : new String(value, StandardCharsets.UTF_8);
        return key + " " + text.replaceAll("\"pixels\":\"[^\"]*\"", "\"pixels\":...");
    }

    @Override
    public void close() {
        labels.close();
    }
}
