package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import nudge.labeller.access.Invitations;
import nudge.labeller.access.Invitations.Invitation;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Letting people in. */
@RestController
@RequestMapping("/api/invitations")
class InvitationApi {
    private final Invitations invitations;
    private final IntFunction<Optional<String>> address;

    InvitationApi(Invitations invitations, IntFunction<Optional<String>> address) {
        this.address = address;
        this.invitations = invitations;
    }

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

    @GetMapping
    List<Invitation> list() {
        return invitations.list();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreatedInvitation invite(HttpServletRequest request) throws IOException {
        JsonNode json = Requests.json(request, "{\"role\": \"annotator\", \"note\": \"for Ada\"}");
        Role role = Role.of(Requests.text(json, "role"));
        String note = json.hasNonNull("note") ? Requests.text(json, "note") : "";
        return CreatedInvitation.of(
                invitations.invite(Requests.actor(request), role, note), address.apply(request.getLocalPort()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, HttpServletRequest request) {
        invitations.withdraw(Requests.actor(request), id);
    }
}
