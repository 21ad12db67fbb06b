package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.Pool;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whole files of images. */
@RestController
class ImportApi {
    private static final long MOST_BYTES = 200L << 20;
    private static final int MOST_NAME = 1_000;
    /** Each holds a thread, and a picture. */
    private static final int MOST_AT_ONCE = 8;

    private final Parts parts;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    ImportApi(Parts parts) {
        this.parts = parts;
    }

    /**
     * Imports the file that is the body: PNG, JPEG, ZIP, IDX or CSV. What it is, its first bytes tell.
     *
     * @param name of the file, for the report
     * @param labels {@code folders}: a picture in a folder that is called 0 to 9 gets this label
     */
    @PostMapping("/api/imports")
    Pool.Report add(
            @RequestParam(defaultValue = "file") String name,
            @RequestParam(defaultValue = "none") String labels,
            HttpServletRequest request)
            throws IOException {
        if (!labels.equals("folders") && !labels.equals("none")) {
            throw new BadRequestException("expected labels to be folders or none, got " + labels);
        }
        if (name.length() > MOST_NAME) {
            throw new BadRequestException("expected a name of at most " + MOST_NAME + " characters, got a longer one");
        }
        String key = Requests.key(request);
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw tooLarge();
        }
        if (!places.tryAcquire()) {
            throw new TooManyAttemptsException(
                    MOST_AT_ONCE + " imports are under way, and no more at once: try again", Duration.ofSeconds(1));
        }
        try {
            Pool pool = new Pool(parts.log(), Requests.actor(request).id(), key, parts.heldOutShare());
            new Intake(Limits.USUAL, labels.equals("folders")).read(name, new Body(request.getInputStream()), pool);
            return pool.finish();
        } finally {
            places.release();
        }
    }

    private static BadRequestException tooLarge() {
        return new BadRequestException(
                HttpStatus.CONTENT_TOO_LARGE,
                "expected a file of at most " + (MOST_BYTES >> 20) + " MB, got a larger one: send it in parts");
    }

    /** The request's body, whose length nobody has announced. */
    private static final class Body extends FilterInputStream {
        private long left = MOST_BYTES;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw tooLarge();
            }
            return read;
        }
    }
}
