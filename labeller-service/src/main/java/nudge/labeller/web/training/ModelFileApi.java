package nudge.labeller.web.training;

import java.time.Duration;
import nudge.events.CheckpointPublished;
import nudge.labeller.model.ModelFormat;
import nudge.labeller.web.http.Places;
import nudge.network.WeightFile;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checkpoints as files: the weights as they were published, and the formats that other programs read. */
@RestController
@RequestMapping("/api/checkpoints/{id}")
class ModelFileApi {
    /** Each holds the weights and a copy of them, 512 MB of the largest network. */
    static final int MOST_AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CheckpointReader checkpoints;
    private final Places places;

    /** @param most files that may be made at once */
    ModelFileApi(CheckpointReader checkpoints, int most) {
        this.checkpoints = checkpoints;
        this.places = new Places(most, "files of models are being made", PATIENCE);
    }

    /** The weight file, whose SHA-256 is the checkpoint's. */
    @GetMapping("/weights")
    ResponseEntity<byte[]> weights(@PathVariable String id) {
        CheckpointPublished checkpoint = checkpoints.find(id);
        return file(checkpoint.id() + ".safetensors", checkpoints.weights(checkpoint));
    }

    @GetMapping("/safetensors")
    ResponseEntity<byte[]> safetensors(@PathVariable String id) throws InterruptedException {
        return file(id, ModelFormat.SAFETENSORS);
    }

    @GetMapping("/onnx")
    ResponseEntity<byte[]> onnx(@PathVariable String id) throws InterruptedException {
        return file(id, ModelFormat.ONNX);
    }

    private ResponseEntity<byte[]> file(String id, ModelFormat format) throws InterruptedException {
        return places.hold(() -> {
            CheckpointPublished checkpoint = checkpoints.find(id);
            byte[] file = format.write(checkpoint, checkpoints.weights(checkpoint));
            return file(checkpoint.id() + "." + format.extension(), file);
        });
    }

    private static ResponseEntity<byte[]> file(String name, byte[] file) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .eTag(WeightFile.sha256(file))
                .body(file);
    }
}
