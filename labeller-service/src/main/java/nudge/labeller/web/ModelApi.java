package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.labeller.image.Pixels;
import nudge.labeller.model.CurrentModel.Prediction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the network has become, and what it says. */
@RestController
@RequestMapping("/api")
class ModelApi {
    private static final int MOST_CHECKPOINTS = 1000;
    private static final int MOST_MEASUREMENTS = 20_000;

    private final Parts parts;

    ModelApi(Parts parts) {
        this.parts = parts;
    }

    /** @param accuracy on the held-out images, or null when it was not measured (yet) */
    record CheckpointView(
            String id,
            String model,
            @Nullable String parent,
            long step,
            int examples,
            int heldOut,
            long position,
            Instant at,
            String sha256,
            int bytes,
            @Nullable Double accuracy,
            CheckpointPublished.Training training) {}

    /** A point of the curve. */
    record AccuracyView(
            String checkpoint,
            long position,
            long step,
            Instant at,
            double accuracy,
            double low,
            double high,
            double cost,
            @Nullable Double prequential) {
        static AccuracyView of(AccuracyMeasured event) {
            return new AccuracyView(
                    event.checkpoint(),
                    event.position(),
                    event.step(),
                    event.at(),
                    event.accuracy(),
                    event.low(),
                    event.high(),
                    event.cost(),
                    event.prequential());
        }
    }

    @PostMapping("/predict")
    Prediction predict(HttpServletRequest request) throws IOException {
        Pixels pixels = Requests.pixels(request);
        return parts.model()
                .predict(pixels.bytes())
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.CONFLICT, "there is no checkpoint yet: the first one follows the first labels"));
    }

    @GetMapping("/checkpoints")
    List<CheckpointView> checkpoints(@RequestParam(defaultValue = "50") int limit) {
        return parts.history().checkpoints(Requests.count(limit, MOST_CHECKPOINTS)).stream()
                .map(this::view)
                .toList();
    }

    @GetMapping("/checkpoints/{id}")
    CheckpointView checkpoint(@PathVariable String id) {
        return view(find(id));
    }

    @GetMapping("/checkpoints/{id}/weights")
    ResponseEntity<byte[]> weights(@PathVariable String id) {
        CheckpointPublished checkpoint = find(id);
        byte[] weights = read(checkpoint);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(checkpoint.id() + ".safetensors")
                                .build()
                                .toString())
                .eTag(checkpoint.sha256())
                .body(weights);
    }

    private byte[] read(CheckpointPublished checkpoint) {
        try {
            return parts.weights()
                    .read(checkpoint)
                    .orElseThrow(() -> new BadRequestException(
                            HttpStatus.GONE,
                            "the weights of checkpoint " + checkpoint.id()
                                    + " are forgotten by now; ./nudge verify can derive them again"));
        } catch (KafkaException down) {
            throw new BadRequestException(
                    HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer: " + down.getMessage() + "; try again");
        }
    }

    @GetMapping("/accuracy")
    List<AccuracyView> accuracy(@RequestParam(defaultValue = "500") int limit) {
        return parts.history().accuracy(Requests.count(limit, MOST_MEASUREMENTS)).stream()
                .map(AccuracyView::of)
                .toList();
    }

    private CheckpointPublished find(String id) {
        return parts.history()
                .checkpoint(id)
                .orElseThrow(() -> new BadRequestException(HttpStatus.NOT_FOUND, "there is no checkpoint " + id));
    }

    CheckpointView view(CheckpointPublished event) {
        return new CheckpointView(
                event.id(),
                event.model(),
                event.parent(),
                event.step(),
                event.examples(),
                event.heldOut(),
                event.position(),
                event.at(),
                event.sha256(),
                event.bytes(),
                parts.history()
                        .accuracyOf(event.id())
                        .map(AccuracyMeasured::accuracy)
                        .orElse(null),
                event.training());
    }
}
