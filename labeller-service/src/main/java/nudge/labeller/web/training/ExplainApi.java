package nudge.labeller.web.training;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.RefusedException;
import nudge.labeller.model.NetworkOfStep;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.PictureBody;
import nudge.labeller.web.http.Places;
import nudge.network.Explanation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What backpropagation does with an image, in the latest network or an earlier one: {@link Explanation}, as the bytes of {@link
 * ExplanationAnswer}. The answer holds the network's weights, so whoever must not have these must not ask.
 */
@RestController
@RequestMapping("/api/explain")
class ExplainApi {
    /** Each holds about 40 bytes per weight: 40 MB of the largest network. */
    static final int MOST_AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ImageQueries images;
    private final ExplainedNetworks networks;
    private final PictureBody pictures;
    private final Places places;

    /** @param most explanations that may be made at once */
    ExplainApi(ImageQueries images, ExplainedNetworks networks, PictureBody pictures, int most) {
        this.images = images;
        this.networks = networks;
        this.pictures = pictures;
        this.places = new Places(most, "explanations are being made", PATIENCE);
    }

    /**
     * Of an image in the pool.
     *
     * @param digit that is wanted; that of the image's settled label when none is named
     */
    @GetMapping
    ResponseEntity<byte[]> image(
            @RequestParam(required = false) @Nullable UUID image,
            @RequestParam(required = false) @Nullable String checkpoint,
            @RequestParam(required = false) @Nullable Long step,
            @RequestParam(required = false) @Nullable Integer digit)
            throws InterruptedException {
        if (image == null) {
            throw new BadRequestException(
                    "expected image=ID, the id of an image, got none: POST explains a drawing that is not stored");
        }
        check(checkpoint, step);
        byte[] pixels = pixels(image);
        return explain(pixels, digit != null ? digit : settled(image), checkpoint, step);
    }

    /** Of a picture that is not stored; the body is as for {@code POST /api/predict}. */
    @PostMapping
    ResponseEntity<byte[]> drawing(
            Actor actor,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String checkpoint,
            @RequestParam(required = false) @Nullable Long step,
            @RequestParam(required = false) @Nullable Integer digit)
            throws IOException, InterruptedException {
        if (digit == null) {
            throw new BadRequestException(
                    "expected digit=D, the digit that is wanted, got none: a drawing has no label");
        }
        check(checkpoint, step);
        return explain(pictures.read(actor, request), digit, checkpoint, step);
    }

    private static void check(@Nullable String checkpoint, @Nullable Long step) {
        if (checkpoint != null && step != null) {
            throw new BadRequestException("expected checkpoint or step, got both: name one of them");
        }
        if (step != null && step < 0) {
            throw new BadRequestException("expected step to be 0 or more, got " + step);
        }
    }

    private byte[] pixels(UUID id) {
        return images.pixels(id).orElseThrow(() -> unknown(id));
    }

    private int settled(UUID id) {
        Image image = images.image(id).orElseThrow(() -> unknown(id));
        Integer digit = image.digit();
        if (digit == null) {
            throw new BadRequestException(
                    "expected digit=D, the digit that is wanted, got none: image " + id + " has no settled label");
        }
        return digit;
    }

    ResponseEntity<byte[]> explain(byte[] pixels, int digit, @Nullable String checkpoint, @Nullable Long step)
            throws InterruptedException {
        return places.hold(() -> {
            NetworkOfStep explained = checkpoint != null
                    ? networks.ofCheckpoint(checkpoint)
                    : step != null ? networks.ofStep(step) : networks.latest();
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(ExplanationAnswer.of(explained, explanation(explained, pixels, digit)));
        });
    }

    private static Explanation explanation(NetworkOfStep explained, byte[] pixels, int digit) {
        int outputs = explained.network().spec().outputs();
        int inputs = explained.network().spec().inputs();
        if (digit < 0 || digit >= outputs) {
            throw new BadRequestException(
                    String.format(Locale.ROOT, "expected digit to be from 0 to %d, got %d", outputs - 1, digit));
        }
        if (inputs != pixels.length) {
            throw new BadRequestException(
                    HttpStatus.CONFLICT,
                    String.format(
                            Locale.ROOT,
                            "expected a network for images of %d pixels, got one for %d: ask for another checkpoint",
                            pixels.length,
                            inputs));
        }
        return Explanation.of(explained.network(), pixels, 0, digit);
    }

    private static RefusedException unknown(UUID image) {
        return new RefusedException(RefusedException.Reason.UNKNOWN, "there is no image " + image);
    }
}
