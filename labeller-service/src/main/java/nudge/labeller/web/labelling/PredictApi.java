package nudge.labeller.web.labelling;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import nudge.labeller.access.Actor;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.image.Pixels;
import nudge.labeller.intake.DecodingTurns;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.UploadedFile;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the network reads in a picture that is not stored. */
@RestController
class PredictApi {
    /** Each holds a thread and a decoded picture. */
    private static final int MOST_AT_ONCE = 8;

    private final CurrentModel model;
    private final DecodingTurns turns;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    PredictApi(CurrentModel model, DecodingTurns turns) {
        this.model = model;
        this.turns = turns;
    }

    /**
     * An answer of the network.
     *
     * @param probabilities its ten outputs, scaled to the sum 1
     * @param unproven whether nothing is proven of the checkpoint on held-out images
     * @param pixels what it saw: 28 rows of 28, 0 = paper, 255 = ink; in JSON as Base64
     */
    record Reading(int digit, double[] probabilities, String checkpoint, boolean unproven, byte[] pixels) {}

    /** The body is a picture as imports take it, or 784 bytes, which stay as they are. */
    @PostMapping("/api/predict")
    Reading predict(Actor actor, HttpServletRequest request) throws IOException {
        byte[] pixels = pixels(actor, request);
        Prediction prediction = model.predict(pixels)
                .orElseThrow(() -> new BadRequestException(
                        HttpStatus.CONFLICT, "there is no checkpoint yet: the first one follows the first labels"));
        return new Reading(
                prediction.digit(), prediction.probabilities(), prediction.checkpoint(), prediction.unproven(), pixels);
    }

    private byte[] pixels(Actor actor, HttpServletRequest request) throws IOException {
        String type = request.getContentType() == null ? "" : request.getContentType();
        // curl --data-binary calls everything a form.
        boolean untold = type.isEmpty() || type.startsWith("application/x-www-form-urlencoded");
        if (!untold && !type.startsWith("image/") && !type.startsWith("application/octet-stream")) {
            throw new BadRequestException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "expected the content type image/png, image/jpeg, or application/octet-stream with 784 bytes, got "
                            + type + ": send a file with curl -H 'Content-Type: image/png' --data-binary @FILE");
        }
        BufferedInputStream body =
                new BufferedInputStream(new UploadedFile(request.getInputStream(), System::nanoTime), Pixels.COUNT + 1);
        body.mark(Pixels.COUNT + 1);
        byte[] start = body.readNBytes(Pixels.COUNT + 1);
        body.reset();
        if (isPicture(start)) {
            return picture(actor, body);
        }
        if (type.startsWith("image/")) {
            throw new BadRequestException("expected a PNG or JPEG, got something else: save it as one of them");
        }
        if (start.length != Pixels.COUNT) {
            throw new BadRequestException(
                    "expected a PNG, a JPEG, or 784 bytes (28 rows of 28, 0 = paper, 255 = ink), got "
                            + (start.length < Pixels.COUNT ? start.length : "more") + " bytes");
        }
        return start;
    }

    /** By the signatures of PNG and JPEG: archives and tables hold many images. */
    private static boolean isPicture(byte[] start) {
        boolean png = start.length >= 4 && (start[0] & 0xff) == 0x89 && start[1] == 'P' && start[2] == 'N';
        boolean jpeg = start.length >= 4 && (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8;
        return png || jpeg;
    }

    private byte[] picture(Actor actor, InputStream body) throws IOException {
        if (!places.tryAcquire()) {
            throw new TooManyAttemptsException(
                    MOST_AT_ONCE + " pictures are being read, and no more at once: try again", Duration.ofSeconds(1));
        }
        try {
            OnePicture picture = new OnePicture();
            new Intake(Limits.USUAL, false, turns.of(actor.accountable())).read("picture", body, picture);
            return picture.pixels();
        } finally {
            places.release();
        }
    }

    private static final class OnePicture implements ImageSink {
        private byte @Nullable [] pixels;
        private String reason = "expected a picture, got none";

        @Override
        public void image(String name, byte[] found, @Nullable Integer digit) {
            pixels = found;
        }

        @Override
        public void unreadable(String name, String why) {
            reason = why;
        }

        byte[] pixels() {
            if (pixels == null) {
                throw new BadRequestException(reason);
            }
            return pixels;
        }
    }
}
