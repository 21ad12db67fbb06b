package nudge.labeller.intake;

import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture in memory, of which a decoder gets a few KB at a time, and nothing more once it has taken too long: that stops it
 * between two scans of a JPEG as well as between two rows of a PNG.
 */
final class DeadlineInput extends ImageInputStreamImpl {
    private static final int PIECE = 4 << 10;

    private final byte[] picture;
    private final Duration longest;
    private final long began = System.nanoTime();
    private boolean late;

    DeadlineInput(byte[] picture, Duration longest) {
        this.picture = picture;
        this.longest = longest;
    }

    /** @throws UnreadableException when the time is over */
    @Override
    public int read(byte[] into, int offset, int length) throws UnreadableException {
        if (System.nanoTime() - began > longest.toNanos()) {
            late = true;
            throw tooLong();
        }
        bitOffset = 0;
        if (streamPos >= picture.length) {
            return -1;
        }
        int read = Math.min(Math.min(PIECE, length), picture.length - (int) streamPos);
        System.arraycopy(picture, (int) streamPos, into, offset, read);
        streamPos += read;
        return read;
    }

    @Override
    public int read() throws UnreadableException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long length() {
        return picture.length;
    }

    /** Whether the decoder was stopped. */
    boolean isLate() {
        return late;
    }

    UnreadableException tooLong() {
        return new UnreadableException("expected a picture that is decoded within " + longest.toMillis() / 1000.0
                + " s, got one that takes longer");
    }
}
