package nudge.labeller.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
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
    private static final int TRANSACTION = 200;

    private final String model;
    private final KafkaProducer<String, byte[]> producer;

    public TestTrainer(KafkaSettings kafka) {
        this(kafka, "digits");
    }

    TestTrainer(KafkaSettings kafka, String model) {
        this.model = model;
        producer = new KafkaProducer<>(
                kafka.forProducer("trainer-" + model), new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** The step of the checkpoint of this number. */
    public static long step(int number) {
        return 10L * number;
    }

    /** The name of the checkpoint of this number. */
    public static String id(int number) {
        return "checkpoint-" + number;
    }

    /** A network of the number's own. */
    public static Network network(int number) {
        return Network.initialised(NetworkSpec.seed(), Initialisation.SCALED_NORMAL, number);
    }

    /** Publishes the checkpoint of this number. */
    public void publish(int number) {
        byte[] weights = WeightFile.write(network(number), Map.of());
        publish(number, weights, weights);
    }

    /** One whose weights are forgotten. */
    public void publishForgotten(int number) {
        publish(number, WeightFile.write(network(number), Map.of()), new byte[0]);
    }

    /** One whose weights do not match their digest. */
    void publishDamaged(int number) {
        byte[] weights = WeightFile.write(network(number), Map.of());
        byte[] damaged = weights.clone();
        damaged[damaged.length - 1]++;
        publish(number, weights, damaged);
    }

    /**
     * The events of the checkpoints [from, to), many in each transaction. The last has weights: those of the others are
     * forgotten.
     *
     * @param ids by number
     */
    void publishHistory(int from, int to, IntFunction<String> ids) {
        byte[] weights = WeightFile.write(network(to - 1), Map.of());
        for (int number = from; number < to; number++) {
            if ((number - from) % TRANSACTION == 0) {
                producer.beginTransaction();
            }
            CheckpointPublished checkpoint = checkpoint(number, ids, weights);
            if (number == to - 1) {
                for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
                    producer.send(EventCodec.encodeChunk(checkpoint, chunk, weights));
                }
            }
            producer.send(EventCodec.encode(checkpoint));
            producer.send(EventCodec.encode(accuracy(checkpoint)));
            if ((number - from + 1) % TRANSACTION == 0 || number == to - 1) {
                producer.commitTransaction();
            }
        }
    }

    /** @param sent nothing, when the weights are forgotten */
    private void publish(int number, byte[] weights, byte[] sent) {
        CheckpointPublished checkpoint = checkpoint(number, TestTrainer::id, weights);
        producer.beginTransaction();
        for (int chunk = 0; chunk < checkpoint.chunks() && sent.length > 0; chunk++) {
            producer.send(EventCodec.encodeChunk(checkpoint, chunk, sent));
        }
        producer.send(EventCodec.encode(checkpoint));
        producer.send(EventCodec.encode(accuracy(checkpoint)));
        producer.commitTransaction();
    }

    private CheckpointPublished checkpoint(int number, IntFunction<String> ids, byte[] weights) {
        return new CheckpointPublished(
                ids.apply(number),
                model,
                number == 0 ? null : ids.apply(number - 1),
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                step(number),
                100,
                20,
                140 + number,
                120 + number,
                List.of(),
                new Training(List.of(784, 16, 16, 10), "SIGMOID", "SQUARED_ERROR", "SCALED_NORMAL", 3, 0, 100, 1),
                new Sampler(0, 100, 0, 0),
                Instant.now());
    }

    private static AccuracyMeasured accuracy(CheckpointPublished checkpoint) {
        return new AccuracyMeasured(
                checkpoint.id(),
                checkpoint.model(),
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
