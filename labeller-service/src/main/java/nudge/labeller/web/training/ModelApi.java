package nudge.labeller.web.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import nudge.events.CheckpointPublished;
import nudge.labeller.image.Pixels;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.Limit;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The model: what it predicts, its checkpoints and their weights, its accuracy. */
@RestController
@RequestMapping("/api")
class ModelApi {
    private final CurrentModel model;
    private final History history;
    private final StoredCheckpoints checkpoints;
    private final StoredWeights weights;

    ModelApi(CurrentModel model, History history, StoredCheckpoints checkpoints, StoredWeights weights) {
        this.model = model;
        this.history = history;
        this.checkpoints = checkpoints;
        this.weights = weights;
    }

    @PostMapping("/predict")
    Prediction predict(Pixels pixels) {
        return model.predict(pixels.bytes())
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.CONFLICT, "there is no checkpoint yet: the first one follows the first labels"));
    }

    @GetMapping("/checkpoints")
    List<CheckpointView> checkpoints(@Limit(usual = 50, most = 1000) int limit) {
        return history.checkpoints(limit).stream().map(this::view).toList();
    }

    @GetMapping("/checkpoints/{id}")
    CheckpointView checkpoint(@PathVariable String id) {
        CheckpointPublished checkpoint = find(id);
        return CheckpointView.of(
                checkpoint,
                history.accuracyOf(id)
                        .or(() -> history.checkpoint(id).isPresent()
                                ? Optional.empty()
                                : fromKafka(() -> checkpoints.accuracyOf(checkpoint))));
    }

    @GetMapping("/checkpoints/{id}/weights")
    ResponseEntity<byte[]> weights(@PathVariable String id) {
        CheckpointPublished checkpoint = find(id);
        byte[] file = read(checkpoint);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(checkpoint.id() + ".safetensors")
                                .build()
                                .toString())
                .eTag(checkpoint.sha256())
                .body(file);
    }

    private byte[] read(CheckpointPublished checkpoint) {
        return fromKafka(() -> weights.read(checkpoint))
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.GONE,
                        "the weights of checkpoint " + checkpoint.id()
                                + " are forgotten by now; ./nudge verify can derive them again"));
    }

    private static <T> T fromKafka(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KafkaException down) {
            throw new BadRequestException(
                    HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer: " + down.getMessage() + "; try again");
        }
    }

    /** The curve: all recent measurements, and fewer old ones. */
    @GetMapping("/accuracy")
    List<AccuracyView> accuracy(@Limit(usual = 500, most = 20_000) int limit) {
        return history.accuracyCurve(limit).stream().map(AccuracyView::of).toList();
    }

    private CheckpointPublished find(String id) {
        return history.checkpoint(id)
                .or(() -> fromKafka(() -> checkpoints.find(id)))
                .orElseThrow(() -> new BadRequestException(HttpStatus.NOT_FOUND, "there is no checkpoint " + id));
    }

    private CheckpointView view(CheckpointPublished checkpoint) {
        return CheckpointView.of(checkpoint, history.accuracyOf(checkpoint.id()));
    }
}
