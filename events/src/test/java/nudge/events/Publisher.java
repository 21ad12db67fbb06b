package nudge.events;

import java.time.Instant;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes checkpoints as a trainer does: events, weights and accuracy in one transaction. */
final class Publisher implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    Publisher(KafkaSettings kafka, String id) {
        producer = new KafkaProducer<>(kafka.forProducer(id), new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** A checkpoint of some bytes of weights, which the number gives. */
    void publish(int number, int bytes) {
        byte[] weights = Samples.weights(number, bytes);
        publish(Samples.checkpoint(number, weights, Instant.now()), weights);
    }

    void publish(CheckpointPublished checkpoint, byte[] weights) {
        producer.beginTransaction();
        send(checkpoint, weights);
        producer.commitTransaction();
    }

    /** A checkpoint that is promoted by the transaction that publishes it. */
    void publishPromoted(int number, int bytes) {
        byte[] weights = Samples.weights(number, bytes);
        publishPromoted(Samples.checkpoint(number, weights, Instant.now()), weights);
    }

    void publishPromoted(CheckpointPublished checkpoint, byte[] weights) {
        producer.beginTransaction();
        send(checkpoint, weights);
        producer.send(EventCodec.encode(Samples.promoted(checkpoint)));
        producer.send(EventCodec.encode(Samples.champion(checkpoint)));
        producer.commitTransaction();
    }

    void publishRejected(int number, int bytes) {
        byte[] weights = Samples.weights(number, bytes);
        CheckpointPublished checkpoint = Samples.checkpoint(number, weights, Instant.now());
        producer.beginTransaction();
        send(checkpoint, weights);
        producer.send(EventCodec.encode(Samples.rejected(checkpoint)));
        producer.commitTransaction();
    }

    /** What is left of a champion whose weights were forgotten and compacted away. */
    void publishDecisionWithoutWeights(int number, int bytes) {
        send(EventCodec.encode(
                Samples.promoted(Samples.checkpoint(number, Samples.weights(number, bytes), Instant.now()))));
    }

    /** Many checkpoints in one transaction. */
    void publishHistory(int from, int to, int bytes) {
        producer.beginTransaction();
        for (int number = from; number < to; number++) {
            byte[] weights = Samples.weights(number, bytes);
            send(Samples.checkpoint(number, weights, Instant.now()), weights);
        }
        producer.commitTransaction();
    }

    void abort(int number, int bytes) {
        byte[] weights = Samples.weights(number, bytes);
        begin(Samples.checkpoint(number, weights, Instant.now()), weights);
        abort();
    }

    /** Sends a checkpoint, and leaves its transaction open. */
    void begin(CheckpointPublished checkpoint, byte[] weights) {
        producer.beginTransaction();
        send(checkpoint, weights);
        producer.flush();
    }

    void abort() {
        producer.abortTransaction();
    }

    /** The event and its accuracy alone: what is left of a checkpoint whose weights were forgotten and compacted away. */
    void publishWithoutWeights(int number, int bytes) {
        CheckpointPublished checkpoint = Samples.checkpoint(number, Samples.weights(number, bytes), Instant.now());
        producer.beginTransaction();
        producer.send(EventCodec.encode(checkpoint));
        producer.send(EventCodec.encode(Samples.accuracy(checkpoint)));
        producer.commitTransaction();
    }

    void sendTombstone(int number, int chunk) {
        send(new ProducerRecord<>(Topics.WEIGHTS.topic(), 0, EventCodec.chunkKey("checkpoint-" + number, chunk), null));
    }

    void send(ProducerRecord<String, byte[]> record) {
        producer.beginTransaction();
        producer.send(record);
        producer.commitTransaction();
    }

    private void send(CheckpointPublished checkpoint, byte[] weights) {
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            producer.send(EventCodec.encodeChunk(checkpoint, chunk, weights));
        }
        producer.send(EventCodec.encode(checkpoint));
        producer.send(EventCodec.encode(Samples.accuracy(checkpoint)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
