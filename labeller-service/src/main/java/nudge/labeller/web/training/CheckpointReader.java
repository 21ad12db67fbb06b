package nudge.labeller.web.training;

import java.util.Optional;
import java.util.function.Supplier;
import nudge.events.CheckpointPublished;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.web.http.BadRequestException;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.HttpStatus;

/** Finds checkpoints of any age and their weights for requests. All methods throw {@link BadRequestException}. */
final class CheckpointReader {
    private final History history;
    private final StoredCheckpoints checkpoints;
    private final StoredWeights weights;

    CheckpointReader(History history, StoredCheckpoints checkpoints, StoredWeights weights) {
        this.history = history;
        this.checkpoints = checkpoints;
        this.weights = weights;
    }

    CheckpointPublished find(String id) {
        return history.checkpoint(id)
                .or(() -> fromKafka(() -> checkpoints.find(id)))
                .orElseThrow(() -> unknown(id));
    }

    /** The newest checkpoint of a model that was published at exactly that step. */
    Optional<CheckpointPublished> findStep(String model, long step) {
        return history.checkpointOfStep(model, step).or(() -> fromKafka(() -> checkpoints.findStep(model, step)));
    }

    static BadRequestException unknown(String id) {
        return new BadRequestException(HttpStatus.NOT_FOUND, "there is no checkpoint " + id);
    }

    /** The weight file, as it was published. */
    byte[] weights(CheckpointPublished checkpoint) {
        return weights(checkpoint, "./nudge verify can derive them again");
    }

    /** @param otherwise what to do when they are forgotten */
    byte[] weights(CheckpointPublished checkpoint, String otherwise) {
        return fromKafka(() -> weights.read(checkpoint))
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.GONE,
                        "the weights of checkpoint " + checkpoint.id() + " are forgotten by now; " + otherwise));
    }

    static <T> T fromKafka(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KafkaException down) {
            throw new BadRequestException(
                    HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer: " + down.getMessage() + "; try again");
        }
    }
}
