package nudge.labeller.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's command to an image.
 *
 * @param key idempotency key: the same request with the same key is carried out once; null for none
 * @param expected the version that the actor saw, or null
 */
public record ImageRequest(
        UUID actor,
        @Nullable String key,
        UUID image,
        @Nullable Integer expected,
        ImageCommand command) {
    /** What stored requests are compared by: SHA-256 of everything but actor and key. */
    byte[] fingerprint() {
        String what = command instanceof ImageCommand.Add ? "Add" : command.toString();
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((image + "|" + expected + "|" + what).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
