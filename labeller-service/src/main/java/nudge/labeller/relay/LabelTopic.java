package nudge.labeller.relay;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.ProducerClose;
import nudge.events.Topics;
import nudge.events.TransactionalProducer;
import nudge.labeller.relay.RelayOutcome.Found;
import nudge.labeller.relay.RelayOutcome.LastRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The relay's side of Kafka: publishes in transactions, and looks up what is committed. Owned by one thread. */
final class LabelTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long UNKNOWN = -1;
    /** An attribute of the position's record: which event stands there. Versions before did not write it. */
    private static final String MARK_EVENT = "ce_event";

    private final KafkaSettings kafka;
    private final Clock clock;
    private @Nullable KafkaProducer<String, byte[]> producer;
    /** The offset of the next record of the labels, when Kafka has kept what it acknowledged and nobody else writes. */
    private long nextOffset = UNKNOWN;

    LabelTopic(KafkaSettings kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    /** Ends whatever a predecessor on the same store has begun; it cannot publish any more. */
    void fence(UUID store) {
        close();
        producer = TransactionalProducer.begin(
                kafka,
                "relay-" + store,
                List.of(Topics.LABELS.partition(), Topics.RELAY_POSITION.partition()),
                configuration -> new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer()));
    }

    /**
     * Publishes the records and the position in one transaction, and returns when it is committed.
     *
     * @param meanwhile is called before the records are sent
     * @throws KafkaException when the records do not stand right behind those before; nothing is committed then
     */
    void publish(RelayStep.Publish publish, Runnable meanwhile) {
        if (producer == null) {
            throw new IllegalStateException("expected to be fenced before publishing");
        }
        String store = publish.to().store().toString();
        meanwhile.run();
        Instant now = clock.instant();
        producer.beginTransaction();
        Future<RecordMetadata> first = null;
        Future<RecordMetadata> last = null;
        for (RelayStep.Outgoing record : publish.records()) {
            last = producer.send(notAhead(
                    EventCodec.encode(record.label(), store, record.event().toString()), now));
            first = first == null ? last : first;
        }
        ProducerRecord<String, byte[]> position = EventCodec.encode(publish.to(), now);
        position.headers().add(MARK_EVENT, publish.event().toString().getBytes(StandardCharsets.UTF_8));
        producer.send(position);
        if (first != null && last != null) {
            producer.flush();
            long end = offset(last) + 1;
            check(nextOffset, offset(first));
            check(nextOffset + publish.records().size(), end);
            producer.commitTransaction();
            // The marker of the commit has an offset as well.
            nextOffset = end + 1;
        } else {
            producer.commitTransaction();
        }
    }

    /**
     * Kafka refuses records that are stamped more than an hour ahead of its own clock: an event of a clock that was ahead, and
     * is corrected, would stop the relay for ever. The event's own time stands in the record, whatever its stamp is.
     */
    private static ProducerRecord<String, byte[]> notAhead(ProducerRecord<String, byte[]> record, Instant now) {
        return record.timestamp() <= now.toEpochMilli()
                ? record
                : new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        now.toEpochMilli(),
                        record.key(),
                        record.value(),
                        record.headers());
    }

    /** Asked once all records are sent: it waits no longer. */
    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException refused) {
            throw refused.getCause() instanceof KafkaException reason ? reason : new KafkaException(refused.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    /**
     * A broker that lost its power may have lost what it had acknowledged, and take the next records all the same: the lost
     * ones would be missing before them for ever. And another program's record would stand between.
     */
    private static void check(long expected, long got) {
        if (got != expected) {
            throw new KafkaException("expected the next record of " + Topics.LABELS.topic() + " at offset " + expected
                    + ", got " + got + ": Kafka lost records that it had acknowledged, or another program writes there;"
                    + " nothing is committed, and the relay looks at Kafka again; see"
                    + " docs/operations.md#a-lost-tail-of-kafka");
        }
    }

    /** What is committed. To be called once predecessors are fenced: waits until the transactions that they began have ended. */
    Found look() {
        try (CommittedRecords records = CommittedRecords.open(kafka, PATIENCE)) {
            ConsumerRecord<String, byte[]> mark =
                    last(records, Topics.RELAY_POSITION).orElse(null);
            Found found = new Found(
                    mark == null ? null : EventCodec.decodeRelayPosition(mark),
                    mark == null || mark.headers().lastHeader(MARK_EVENT) == null
                            ? null
                            : uuid(mark, MARK_EVENT, header(mark, MARK_EVENT)),
                    last(records, Topics.LABELS).map(LabelTopic::lastRecord).orElse(null));
            // Asked again: the marker of the last commit may have been on its way before.
            nextOffset = records.end(Topics.LABELS.partition(), End.HIGH_WATERMARK);
            return found;
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> last(CommittedRecords records, Topics topic) {
        long end = records.end(topic.partition(), End.HIGH_WATERMARK);
        return records.last(topic.partition(), end, record -> record.value() != null);
    }

    private static LastRecord lastRecord(ConsumerRecord<String, byte[]> label) {
        // Decoded first: then the headers are there.
        long position = position(label);
        String source = header(label, "ce_source");
        return new LastRecord(
                uuid(label, "ce_source", source.substring(source.lastIndexOf('/') + 1)),
                uuid(label, "ce_id", header(label, "ce_id")),
                position);
    }

    private static long position(ConsumerRecord<String, byte[]> label) {
        try {
            return EventCodec.decodeLabel(label).position();
        } catch (InvalidRecordException invalid) {
            throw invalid;
        } catch (RuntimeException unreadable) {
            throw InvalidRecordException.at(
                    label,
                    "expected a label as the relay writes it, got a record that fails with " + unreadable,
                    unreadable);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        byte[] value = record.headers().lastHeader(name).value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static UUID uuid(ConsumerRecord<String, byte[]> record, String header, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            throw InvalidRecordException.at(
                    record, "expected a UUID in " + header + ", as the relay writes it, got " + text, foreign);
        }
    }

    /** Drops the producer without waiting for what it does: the next one's fencing ends its transaction. */
    @Override
    public void close() {
        if (producer != null) {
            ProducerClose.within(Duration.ZERO, producer);
            producer = null;
            nextOffset = UNKNOWN;
        }
    }
}
