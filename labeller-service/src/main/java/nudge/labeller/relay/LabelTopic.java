package nudge.labeller.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.labeller.relay.RelayOutcome.Found;
import nudge.labeller.relay.RelayOutcome.LastRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The relay's side of Kafka: one transactional producer at a time, and what is committed. */
final class LabelTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private @Nullable KafkaProducer<String, byte[]> producer;

    LabelTopic(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    void fence(UUID store) {
        close();
        producer = new KafkaProducer<>(
                kafka.forProducer("relay-" + store), new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** @param meanwhile is called before the records are sent */
    void publish(RelayStep.Publish publish, Runnable meanwhile) {
        if (producer == null) {
            throw new IllegalStateException("expected to be fenced before publishing");
        }
        String store = publish.to().store().toString();
        meanwhile.run();
        producer.beginTransaction();
        for (RelayStep.Outgoing record : publish.records()) {
            producer.send(
                    EventCodec.encode(record.label(), store, record.event().toString()));
        }
        producer.send(EventCodec.encode(publish.to(), Instant.now()));
        producer.commitTransaction();
    }

    /** What is committed. To be called when predecessors are fenced: waits until what they have begun has ended. */
    Found look() {
        try (CommittedRecords records = CommittedRecords.open(kafka, PATIENCE)) {
            return new Found(
                    last(records, Topics.RELAY_POSITION)
                            .map(EventCodec::decodeRelayPosition)
                            .orElse(null),
                    last(records, Topics.LABELS).map(LabelTopic::lastRecord).orElse(null));
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> last(CommittedRecords records, Topics topic) {
        long end = records.end(topic.partition(), End.HIGH_WATERMARK);
        return records.last(topic.partition(), end, record -> record.value() != null);
    }

    private static LastRecord lastRecord(ConsumerRecord<String, byte[]> label) {
        // Decoded first: then the headers are there.
        long position = EventCodec.decodeLabel(label).position();
        String source = header(label, "ce_source");
        return new LastRecord(
                uuid(label, "ce_source", source.substring(source.lastIndexOf('/') + 1)),
                uuid(label, "ce_id", header(label, "ce_id")),
                position);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static UUID uuid(ConsumerRecord<String, byte[]> record, String header, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            throw new InvalidRecordException(
                    record.topic() + "-" + record.partition() + " offset " + record.offset() + ": expected a UUID in "
                            + header + ", as the relay writes it, got " + text
                            + "; another program writes to this topic",
                    foreign);
        }
    }

    /** Drops the producer without waiting: what it has open is ended by the next one's fencing. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
