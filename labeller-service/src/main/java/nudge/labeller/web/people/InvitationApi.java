package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Invitations;
import nudge.labeller.access.Invitations.Invitation;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Inviting people. */
@RestController
@RequestMapping("/api/invitations")
class InvitationApi {
    private final Invitations invitations;
    private final IntFunction<Optional<String>> address;

    InvitationApi(Invitations invitations, IntFunction<Optional<String>> address) {
        this.address = address;
        this.invitations = invitations;
    }

    @GetMapping
    List<Invitation> list() {
        return invitations.list();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreatedInvitation invite(InvitationBody body, Actor actor, HttpServletRequest request) {
        return CreatedInvitation.of(
                invitations.invite(actor, body.role(), body.note()), address.apply(request.getLocalPort()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, Actor actor) {
        invitations.withdraw(actor, id);
    }
}
