package nudge.labeller.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.EventCodec;
import nudge.events.RelayPosition;
import nudge.events.Topics;
import nudge.labeller.relay.RelayOutcome.Found;
import nudge.labeller.relay.RelayOutcome.LastRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The relay's side of Kafka: one transactional producer at a time, and what is committed. */
final class LabelTopic implements AutoCloseable {
    private static final TopicPartition LABELS = new TopicPartition(Topics.LABELS.topic(), 0);
    private static final TopicPartition POSITIONS = new TopicPartition(Topics.RELAY_POSITION.topic(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Object> kafka;
    private @Nullable KafkaProducer<String, byte[]> producer;

    LabelTopic(Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    void fence(UUID store) {
        close();
        producer = producer(store);
        producer.initTransactions();
    }

    private KafkaProducer<String, byte[]> producer(UUID store) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("transactional.id", "relay-" + store);
        configuration.put("enable.idempotence", "true");
        configuration.put("acks", "all");
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "262144");
        configuration.put("transaction.timeout.ms", "15000");
        configuration.put("delivery.timeout.ms", "14000");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("max.block.ms", "10000");
        return new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
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

    Found look() {
        try (var consumer = new KafkaConsumer<>(
                consuming("read_committed"), new StringDeserializer(), new ByteArrayDeserializer())) {
            ConsumerRecord<String, byte[]> mark = last(consumer, POSITIONS);
            ConsumerRecord<String, byte[]> label = last(consumer, LABELS);
            RelayPosition position = mark == null ? null : EventCodec.decodeRelayPosition(mark);
            return new Found(position, label == null ? null : lastRecord(label));
        }
    }

    private static LastRecord lastRecord(ConsumerRecord<String, byte[]> label) {
        String source = header(label, "ce_source");
        return new LastRecord(
                UUID.fromString(source.substring(source.lastIndexOf('/') + 1)),
                UUID.fromString(header(label, "ce_id")),
                EventCodec.decodeLabel(label).position());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /**
     * The last committed record of a partition, or null. Searched from the end: how many records of ended transactions and
     * control records stand there is not known.
     */
    private @Nullable ConsumerRecord<String, byte[]> last(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = end(partition);
        for (long span = 16; ; span *= 8) {
            long from = Math.max(begin, end - span);
            ConsumerRecord<String, byte[]> last = last(consumer, partition, from, end);
            if (last != null || from == begin) {
                return last;
            }
        }
    }

    private static @Nullable ConsumerRecord<String, byte[]> last(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long from, long end) {
        ConsumerRecord<String, byte[]> last = null;
        Instant deadline = Instant.now().plus(PATIENCE);
        consumer.seek(partition, from);
        // Control records are never delivered: wait for the position, not for a record.
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                last = record.value() == null ? last : record;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new TimeoutException("expected to read " + partition + " up to offset " + end
                        + ", but came to offset " + consumer.position(partition)
                        + " alone: the broker does not answer, or a transaction hangs"
                        + " (kafka-transactions.sh find-hanging)");
            }
        }
        return last;
    }

    /** The end for readers of everything: behind records of transactions that are not committed yet as well. */
    private long end(TopicPartition partition) {
        try (var consumer = new KafkaConsumer<>(
                consuming("read_uncommitted"), new StringDeserializer(), new ByteArrayDeserializer())) {
            // A consumer warns of an answer about a partition that is not its own.
            consumer.assign(List.of(partition));
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private Map<String, Object> consuming(String isolation) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("isolation.level", isolation);
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        // Labels wait while the relay looks: at a topic's end the broker shall not keep it for half a second.
        configuration.put("fetch.max.wait.ms", "5");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("default.api.timeout.ms", "10000");
        return configuration;
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
