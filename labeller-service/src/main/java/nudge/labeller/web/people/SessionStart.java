package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nudge.labeller.access.Access;
import nudge.labeller.web.security.BrowserSession;

/** Begins the session of somebody who has signed in, and tells who they are. */
final class SessionStart {
    private final BrowserSession session;

    SessionStart(Access access) {
        this.session = new BrowserSession(access);
    }

    Me begin(Access.SignedIn in, HttpServletRequest request, HttpServletResponse response) {
        return Me.of(session.begin(in, request, response));
    }
}
