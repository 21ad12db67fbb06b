package nudge.labeller.web.http;

import java.util.UUID;

/** Names a request that may be sent twice and counts once: 1 to 200 characters, not all of them blank. */
public record IdempotencyKey(String value) {
    private static final int MOST = 200;

    /** @throws BadRequestException on a key that is blank or too long */
    public IdempotencyKey {
        if (value.isBlank() || value.length() > MOST) {
            throw new BadRequestException(
                    "expected an Idempotency-Key of 1 to " + MOST + " characters, got " + value.length());
        }
    }

    /** The key of what a request about several images says about one of them. */
    public String of(UUID image) {
        return value + "/" + image;
    }
}
