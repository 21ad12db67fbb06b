package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import nudge.labeller.access.TokenBucket;
import nudge.labeller.access.TooManyAttemptsException;
import org.jspecify.annotations.Nullable;

/** How many requests each address, person and token may make to this labeller. */
final class TokenBuckets {
    private final TokenBucket address = new TokenBucket(100, 500, System::nanoTime);
    private final TokenBucket lookups = new TokenBucket(200, 1_000, System::nanoTime);
    private final TokenBucket person = new TokenBucket(200, 1_000, System::nanoTime);
    private final TokenBucket token = new TokenBucket(1_000, 2_000, System::nanoTime);
    private final TokenBucket adminToken = new TokenBucket(20_000, 40_000, System::nanoTime);

    /**
     * Counts a request.
     *
     * @param actor null when nobody has signed in
     * @throws TooManyAttemptsException when that is one too many
     */
    void take(@Nullable Actor actor, HttpServletRequest request) {
        if (actor == null) {
            address.take(RemoteAddress.of(request));
        } else if (actor.isPerson()) {
            person.take(actor.id());
        } else {
            (actor.role() == Role.ADMIN ? adminToken : token).take(actor.id());
        }
    }

    /** Counts a lookup of a secret in the database. */
    void takeLookup(HttpServletRequest request) {
        lookups.take(RemoteAddress.of(request));
    }
}
