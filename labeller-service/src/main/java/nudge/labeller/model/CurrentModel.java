package nudge.labeller.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.events.InvalidRecordException;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;
import nudge.network.WeightFile;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the checkpoints; holds the latest network. Each one's digest is checked before it takes effect. */
public final class CurrentModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentModel.class);

    private final Map<String, Object> kafka;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Model model;

    /** @param position of the last label that it has learned from */
    private record Model(String checkpoint, long position, Network network) {}

    /**
     * An answer of the network.
     *
     * @param probabilities its ten outputs, scaled to the sum 1
     */
    public record Prediction(int digit, double[] probabilities, String checkpoint) {
        public double confidence() {
            return probabilities[digit];
        }
    }

    public CurrentModel(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
        this.thread = new Thread(this::follow, "model");
        thread.setDaemon(true);
        thread.start();
    }

    /** The latest checkpoint's id; empty until the first has come. */
    public Optional<String> checkpoint() {
        return Optional.ofNullable(model).map(Model::checkpoint);
    }

    /** Empty until the first checkpoint has come. */
    public Optional<Prediction> predict(byte[] pixels) {
        return predictAll(List.of(pixels)).stream().findFirst();
    }

    /** A prediction an image, all by the same checkpoint; none until the first checkpoint has come. */
    public List<Prediction> predictAll(List<byte[]> images) {
        Model current = model;
        if (current == null) {
            return List.of();
        }
        SparseExamples examples = new SparseExamples(current.network.spec().inputs());
        images.forEach(pixels -> examples.add(pixels, 0, 0));
        float[] outputs = Evaluation.of(current.network, examples).outputs();
        int digits = current.network.spec().outputs();
        List<Prediction> predictions = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            predictions.add(new Prediction(
                    Evaluation.mostActive(outputs, i * digits, digits),
                    scaled(outputs, i * digits, digits),
                    current.checkpoint));
        }
        return predictions;
    }

    private static double[] scaled(float[] outputs, int from, int count) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += outputs[from + j];
        }
        double[] probabilities = new double[count];
        for (int j = 0; j < count; j++) {
            probabilities[j] = sum > 0 ? outputs[from + j] / sum : 1.0 / count;
        }
        return probabilities;
    }

    /** The position up to which the current model has learned; 0 before the first checkpoint. */
    public long trained() {
        Model current = model;
        return current == null ? 0 : current.position;
    }

    private void follow() {
        while (!closed) {
            try (CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(kafka, Start.LATEST)) {
                while (!closed) {
                    for (Update update : subscriber.poll(Duration.ofMillis(200))) {
                        if (update instanceof Update.Checkpoint checkpoint) {
                            model = new Model(
                                    checkpoint.event().id(),
                                    checkpoint.event().position(),
                                    WeightFile.read(checkpoint.weights()));
                        }
                    }
                }
            } catch (WakeupException | InterruptException stop) {
                return;
            } catch (KafkaException | InvalidRecordException | IllegalArgumentException failed) {
                LOG.warn("the model is not followed, trying again: {}", failed.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.SECONDS.toMillis(3));
    }
}
