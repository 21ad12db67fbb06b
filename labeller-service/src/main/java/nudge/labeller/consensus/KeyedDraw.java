package nudge.labeller.consensus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Draws images at random, always the same ones: by HMAC-SHA-256 of what they are drawn for and their id. Who does not know the
 * secret cannot tell which images are drawn, however well they know the images.
 */
final class KeyedDraw {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * @param store the log's identity: copies of a database that go separate ways may share the secret
     * @param secret at least 16 random bytes
     */
    KeyedDraw(UUID store, byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("expected a secret of at least 16 bytes, got " + secret.length);
        }
        ByteBuffer both = ByteBuffer.allocate(16 + secret.length);
        both.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        this.key = new SecretKeySpec(both.put(secret).array(), ALGORITHM);
    }

    /** The place of an image in the order of a purpose: all longs are equally likely. */
    long rank(String purpose, UUID image) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            ByteBuffer id = ByteBuffer.allocate(16);
            id.putLong(image.getMostSignificantBits()).putLong(image.getLeastSignificantBits());
            return ByteBuffer.wrap(mac.doFinal(id.array())).getLong();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Whether an image is among the share of images that is drawn for a purpose: a larger share has all of a smaller one. */
    boolean isDrawn(String purpose, UUID image, double share) {
        return (rank(purpose, image) >>> 11) * 0x1p-53 < share;
    }
}
