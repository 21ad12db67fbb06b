package nudge.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.Topics;
import nudge.trainer.Faults.Point;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints, each with all that belongs to it in one transaction. Of several trainers of a model the one that was
 * opened last publishes; the others are fenced. Owned by one thread.
 */
final class Publisher implements AutoCloseable {
    private final String model;
    private final Faults faults;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * What one transaction holds.
     *
     * @param accuracy null when the checkpoint was not measured
     * @param deadLetters label records up to the horizon that do not keep the contract, with the fault of each
     * @param forgotten checkpoints whose weights are not kept any longer
     */
    record Publication(
            CheckpointPublished checkpoint,
            byte[] weights,
            @Nullable AccuracyMeasured accuracy,
            List<DeadLetter> deadLetters,
            List<Retention.Kept> forgotten) {}

    Publisher(Map<String, Object> kafka, String model, Faults faults) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put("transactional.id", "trainer-" + model);
        configuration.put("acks", "all");
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "262144");
        configuration.put("max.request.size", "2097152");
        configuration.put("transaction.timeout.ms", "15000");
        configuration.put("delivery.timeout.ms", "14000");
        configuration.put("request.timeout.ms", "5000");
        configuration.put("max.block.ms", "10000");
        this.model = model;
        this.faults = faults;
        this.producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Fences every predecessor: what it has not committed by now never will be. */
    void fence() {
        producer.initTransactions();
    }

    /** Returns when all is committed. After an exception it is not known whether it is: read the latest checkpoint. */
    void publish(Publication publication) {
        CheckpointPublished checkpoint = publication.checkpoint;
        faults.at(Point.BEFORE_TRANSACTION);
        producer.beginTransaction();
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            send(EventCodec.encodeChunk(checkpoint, chunk, publication.weights));
        }
        faults.at(Point.INSIDE_TRANSACTION);
        send(EventCodec.encode(checkpoint));
        if (publication.accuracy != null) {
            send(EventCodec.encode(publication.accuracy));
        }
        publication.deadLetters.forEach(letter -> producer.send(letter.parked(model)));
        publication.forgotten.forEach(kept -> forget(kept, checkpoint.at().toEpochMilli()));
        // The checkpoint's own offset is what a trainer resumes from; this one shows Kafka's tools how far behind it
        // is.
        producer.sendOffsetsToTransaction(
                Map.of(LabelLog.LABELS, new OffsetAndMetadata(checkpoint.offset())),
                new ConsumerGroupMetadata("trainer-" + model));
        faults.at(Point.BEFORE_COMMIT);
        producer.commitTransaction();
        faults.at(Point.AFTER_COMMIT);
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

    /** Takes an open transaction back, if Kafka answers soon; if not, Kafka does so by itself. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
