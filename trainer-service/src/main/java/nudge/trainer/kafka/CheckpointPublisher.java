package nudge.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.ProducerClose;
import nudge.events.Topics;
import nudge.events.TransactionalProducer;
import nudge.trainer.kafka.Faults.Point;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes checkpoints, each with all that belongs to it in one transaction. Of several trainers of a model the one that
 * fenced last publishes; the others are fenced. Owned by one thread.
 */
final class CheckpointPublisher implements AutoCloseable {
    private static final List<TopicPartition> WRITTEN = Stream.of(
                    Topics.WEIGHTS,
                    Topics.CHECKPOINTS,
                    Topics.ACCURACY,
                    Topics.DECISIONS,
                    Topics.CHAMPION,
                    Topics.DEAD_LETTERS)
            .map(Topics::partition)
            .toList();

    private final String model;
    private final Faults faults;
    private final KafkaProducer<byte[], byte[]> producer;

    private CheckpointPublisher(String model, Faults faults, KafkaProducer<byte[], byte[]> producer) {
        this.model = model;
        this.faults = faults;
        this.producer = producer;
    }

    /**
     * Fences every predecessor: what it has not committed by now never will be.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    static CheckpointPublisher fence(KafkaSettings kafka, String model, Faults faults) {
        return new CheckpointPublisher(
                model, faults, TransactionalProducer.begin(kafka, "trainer-" + model, WRITTEN, configuration -> {
                    configuration.put("max.request.size", "2097152");
                    return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
                }));
    }

    /** Returns when all is committed. After an exception it is not known whether it is: read the latest checkpoint. */
    void publish(Publication publication) {
        CheckpointPublished checkpoint = publication.checkpoint();
        faults.at(Point.BEFORE_TRANSACTION);
        producer.beginTransaction();
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            send(EventCodec.encodeChunk(checkpoint, chunk, publication.weights()));
        }
        faults.at(Point.INSIDE_TRANSACTION);
        send(EventCodec.encode(checkpoint));
        if (publication.accuracy() != null) {
            send(EventCodec.encode(publication.accuracy()));
        }
        if (publication.judgement() != null) {
            send(publication.judgement());
        }
        publication.deadLetters().forEach(letter -> producer.send(letter.encoded(model)));
        publication.forgotten().forEach(kept -> forget(kept, checkpoint.at().toEpochMilli()));
        // A trainer resumes from the checkpoint's own offset; this one shows Kafka's tools how far behind it is.
        producer.sendOffsetsToTransaction(
                Map.of(LabelLog.LABELS, new OffsetAndMetadata(checkpoint.offset())),
                new ConsumerGroupMetadata("trainer-" + model));
        faults.at(Point.BEFORE_COMMIT);
        producer.commitTransaction();
        faults.at(Point.AFTER_COMMIT);
    }

    private void send(Judgement judgement) {
        send(EventCodec.encode(judgement.decision()));
        if (judgement.champion() != null) {
            send(EventCodec.encode(judgement.champion()));
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        producer.send(new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key().getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers()));
    }

    private void forget(Retention.Kept kept, Long at) {
        for (int chunk = 0; chunk < kept.chunks(); chunk++) {
            String key = EventCodec.chunkKey(kept.checkpoint(), chunk);
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.WEIGHTS.topic(), 0, at, bytes, (byte[]) null));
        }
    }

    /** Aborts an open transaction, if Kafka answers soon; if not, Kafka aborts it by itself. */
    @Override
    public void close() {
        ProducerClose.within(Duration.ofSeconds(2), producer);
    }
}
