package nudge.labeller.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.WeightFile;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes checkpoints as a trainer does, each with its weights and its accuracy in one transaction; learns nothing. */
public final class TestTrainer implements AutoCloseable {
    private static final String MODEL = "digits";

    private final KafkaProducer<String, byte[]> producer;

    public TestTrainer(KafkaSettings kafka) {
        producer = new KafkaProducer<>(
                kafka.forProducer("trainer-" + MODEL), new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** The name of the checkpoint of this number. */
    public static String id(int number) {
        return "checkpoint-" + number;
    }

    /** A network of the number's own. */
    static Network network(int number) {
        return Network.initialised(NetworkSpec.seed(), Initialisation.SCALED_NORMAL, number);
    }

    /** Publishes the checkpoint of this number. */
    public void publish(int number) {
        byte[] weights = WeightFile.write(network(number), Map.of());
        publish(number, weights, weights);
    }

    /** One whose weights do not match their digest. */
    void publishDamaged(int number) {
        byte[] weights = WeightFile.write(network(number), Map.of());
        byte[] damaged = weights.clone();
        damaged[damaged.length - 1]++;
        publish(number, weights, damaged);
    }

    private void publish(int number, byte[] weights, byte[] sent) {
        CheckpointPublished checkpoint = checkpoint(number, weights);
        producer.beginTransaction();
        for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
            producer.send(EventCodec.encodeChunk(checkpoint, chunk, sent));
        }
        producer.send(EventCodec.encode(checkpoint));
        producer.send(EventCodec.encode(accuracy(checkpoint)));
        producer.commitTransaction();
    }

    private static CheckpointPublished checkpoint(int number, byte[] weights) {
        return new CheckpointPublished(
                id(number),
                MODEL,
                number == 0 ? null : id(number - 1),
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                10L * number,
                100,
                20,
                140 + number,
                120 + number,
                List.of(),
                new Training(List.of(784, 16, 16, 10), "sigmoid", "squared-error", "scaled-normal", 3, 0, 100, 1),
                new Sampler(0, 100, 0, 0),
                Instant.now());
    }

    private static AccuracyMeasured accuracy(CheckpointPublished checkpoint) {
        return new AccuracyMeasured(
                checkpoint.id(),
                MODEL,
                checkpoint.position(),
                checkpoint.step(),
                100,
                90,
                0.9,
                0.8,
                0.95,
                0.1,
                null,
                Collections.nCopies(10, Collections.nCopies(10, 1)),
                checkpoint.at());
    }

    @Override
    public void close() {
        producer.close();
    }
}
