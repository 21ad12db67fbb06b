package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import nudge.labeller.access.Access;
import nudge.labeller.access.Invitations.Invitation;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What a one-time link leads to. Its secret stands behind the link's #, so that it never reaches a log. */
@RestController
@RequestMapping("/api/welcome")
class WelcomeApi {
    private final Access access;
    private final SessionStart sessions;

    WelcomeApi(Access access, SessionStart sessions) {
        this.access = access;
        this.sessions = sessions;
    }

    /** @param name of the person who gets a new password; null for somebody new, who chooses one */
    record Opened(@Nullable Role role, @Nullable String name) {}

    @PostMapping("/opened")
    Opened opened(HttpServletRequest request) throws IOException {
        JsonNode json = Requests.json(request, "{\"secret\": \"...\"}");
        Invitation invitation = access.invitations().open(Requests.text(json, "secret"));
        return invitation.person() == null ? new Opened(invitation.role(), null) : new Opened(null, invitation.note());
    }

    @PostMapping
    Me accept(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode json = Requests.json(request, "{\"secret\": \"...\", \"name\": \"...\", \"password\": \"...\"}");
        return sessions.begin(
                access.accept(
                        Requests.text(json, "secret"), Requests.text(json, "name"), Requests.text(json, "password")),
                request,
                response);
    }
}
