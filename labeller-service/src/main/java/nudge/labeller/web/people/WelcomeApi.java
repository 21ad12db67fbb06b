package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nudge.labeller.access.Access;
import nudge.labeller.access.Invitations.Invitation;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a one-time link leads to. Its secret stands behind the link's #, so that it never reaches a log. */
@RestController
@RequestMapping("/api/welcome")
class WelcomeApi {
    private final Access access;
    private final SessionStart start;

    WelcomeApi(Access access, SessionStart start) {
        this.access = access;
        this.start = start;
    }

    /** @param name of the person who gets a new password; null for somebody new, who chooses one */
    record OpenedLink(@Nullable Role role, @Nullable String name) {}

    @PostMapping("/opened")
    OpenedLink opened(LinkBody body) {
        Invitation invitation = access.invitations().open(body.secret().value());
        return invitation.person() == null
                ? new OpenedLink(invitation.role(), null)
                : new OpenedLink(null, invitation.note());
    }

    @PostMapping
    Me accept(WelcomeBody body, HttpServletRequest request, HttpServletResponse response) {
        return start.begin(
                access.accept(
                        body.secret().value(), body.name(), body.password().value()),
                request,
                response);
    }
}
