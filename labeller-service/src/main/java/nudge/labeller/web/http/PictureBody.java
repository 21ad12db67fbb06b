package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import nudge.labeller.access.Actor;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.image.Pixels;
import nudge.labeller.intake.DecodingTurns;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.PictureFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A picture in a request's body: as imports take it, or 784 bytes, which stay as they are. Thread-safe. */
public final class PictureBody {
    /** Each holds a thread and a decoded picture. */
    private static final int MOST_AT_ONCE = 8;

    private final DecodingTurns turns;
    private final Places places = new Places(MOST_AT_ONCE, "pictures are being read", Duration.ZERO);

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
    public byte[] read(Actor actor, HttpServletRequest request) throws IOException, InterruptedException {
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
        // Archives and tables hold many images: they are none here.
        if (PictureFormat.of(start) != null) {
            return picture(actor, body);
        }
        if (type.startsWith("image/")) {
            throw new BadRequestException(
                    "expected a " + PictureFormat.READ + ", got something else: save it as one of them");
        }
        if (start.length != Pixels.COUNT) {
            throw new BadRequestException(
                    "expected a " + PictureFormat.READ + ", or 784 bytes (28 rows of 28, 0 = paper, 255 = ink), got "
                            + (start.length < Pixels.COUNT ? start.length : "more") + " bytes");
        }
        return start;
    }

    private byte[] picture(Actor actor, InputStream body) throws IOException, InterruptedException {
        return places.hold(() -> {
            OnePicture picture = new OnePicture();
            new Intake(Limits.USUAL, false, turns.of(actor.accountable())).read("picture", body, picture);
            return picture.pixels();
        });
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
