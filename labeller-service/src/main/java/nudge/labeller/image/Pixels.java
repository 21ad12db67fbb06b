package nudge.labeller.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The picture: 28 rows of 28 bytes, 0 = paper, 255 = ink, and what follows from it.
 *
 * @param bytes 784 of them; nobody changes them
 * @param sha256 of the bytes
 */
public record Pixels(byte[] bytes, byte[] sha256) {
    public static final int SIDE = 28;
    public static final int COUNT = SIDE * SIDE;

    /** @throws IllegalArgumentException unless there are 784 bytes */
    public static Pixels of(byte[] bytes) {
        if (bytes.length != COUNT) {
            throw new IllegalArgumentException(
                    "expected 784 bytes (28 rows of 28, 0 = paper, 255 = ink), got " + bytes.length);
        }
        try {
            return new Pixels(bytes, MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * The id of the image that these pixels are: the digest's first bytes as a UUID of version 8 (RFC 9562). The same pixels
     * are the same image, whoever adds them.
     */
    public UUID imageId() {
        ByteBuffer digest = ByteBuffer.wrap(sha256);
        long high = digest.getLong();
        long low = digest.getLong();
        return new UUID((high & ~0xf000L) | 0x8000L, (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    public String sha256Hex() {
        return HexFormat.of().formatHex(sha256);
    }

    /** A number in [0, 1) that the pixels alone decide; independent of {@link #imageId()}. */
    public double share() {
        return (ByteBuffer.wrap(sha256).getLong(24) >>> 11) * 0x1p-53;
    }
}
