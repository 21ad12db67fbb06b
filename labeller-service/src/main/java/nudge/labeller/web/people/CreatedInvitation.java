package nudge.labeller.web.people;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.access.Invitations;
import org.jspecify.annotations.Nullable;

/**
 * An invitation that was created.
 *
 * @param address where people find this Nudge; null when it is not set, and it is where the request was made
 * @param link path of the one-time link, shown this once
 */
record CreatedInvitation(UUID id, @Nullable String address, String link, Instant expires) {
    static CreatedInvitation of(Invitations.NewInvitation created, Optional<String> address) {
        return new CreatedInvitation(
                created.id(),
                address.orElse(null),
                "/welcome.html#" + created.secret().reveal(),
                created.expires());
    }
}
