package nudge.labeller.web.http;

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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A picture in a request's body: as imports take it, or 784 bytes, which stay as they are. Thread-safe. */
public final class PictureBody {
    /** Each holds a thread and a decoded picture. */
    private static final int MOST_AT_ONCE = 8;

    private final DecodingTurns turns;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    public PictureBody(DecodingTurns turns) {
        this.turns = turns;
    }

    /**
     * What a network sees of it.
     *
     * @return 28 rows of 28, 0 = paper, 255 = ink
     * @throws BadRequestException when it is no picture
     * @throws TooManyAttemptsException when too many are being read
     */
    public byte[] read(Actor actor, HttpServletRequest request) throws IOException {
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
