package nudge.labeller.web.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/**
 * A file on its way in, whose length need not be announced. It may be neither too large nor too slow: each upload holds one
 * of few places.
 */
public final class UploadedFile extends FilterInputStream {
    public static final long MOST_BYTES = 200L << 20;
    /** A sender may be slower than that for so long in total. */
    private static final long GRACE_SECONDS = 5;

    private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private final LongSupplier nanos;
    private long bytes;
    private long waited;

    /** @param nanos as {@link System#nanoTime} */
    public UploadedFile(InputStream in, LongSupplier nanos) {
        super(in);
        this.nanos = nanos;
    }

    /** What a file is refused with that is longer than {@link #MOST_BYTES}. */
    public static BadRequestException tooLarge() {
        return new BadRequestException(
                HttpStatus.CONTENT_TOO_LARGE,
                "expected a file of at most " + (MOST_BYTES >> 20) + " MB, got a larger one: send it in parts");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws BadRequestException when the file is too large, or came too slowly so far */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long began = nanos.getAsLong();
        int read = super.read(into, offset, length);
        waited += nanos.getAsLong() - began; // what is done with the bytes takes its own time
        bytes += Math.max(0, read);
        if (bytes > MOST_BYTES) {
            throw tooLarge();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(waited);
        if (read >= 0 && seconds > GRACE_SECONDS + bytes / LEAST_BYTES_PER_SECOND) {
            throw new BadRequestException(
                    HttpStatus.REQUEST_TIMEOUT,
                    "expected at least " + (LEAST_BYTES_PER_SECOND >> 10) + " KB of the file a second, got " + bytes
                            + " bytes in " + seconds + " s: send it again from where the network is faster");
        }
        return read;
    }
}
