package nudge.labeller.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What lets its bearer in: 256 random bits. Shown once and never stored; a digest without salt is enough for what cannot be
 * guessed.
 */
public final class AccessSecret {
    private static final String PREFIX = "nudge_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private AccessSecret(String text) {
        this.text = text;
    }

    static AccessSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new AccessSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The secret itself: 43 characters behind a prefix that scanners for leaked secrets find. */
    public String reveal() {
        return text;
    }

    byte[] digest() {
        return digest(text);
    }

    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "******";
    }
}
