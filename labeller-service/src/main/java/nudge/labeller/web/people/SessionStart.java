package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nudge.labeller.access.Access;
import nudge.labeller.web.security.SessionCookie;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** Begins the session of somebody who has signed in. */
final class SessionStart {
    private final Access access;
    private final CsrfTokenRepository forgery;

    SessionStart(Access access, CsrfTokenRepository forgery) {
        this.access = access;
        this.forgery = forgery;
    }

    /** Ends the session before, if there was one, and renews the token against forgery: who knew them has nothing now. */
    Me begin(Access.SignedIn in, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request)
                .ifPresent(before -> access.session(before).ifPresent(actor -> access.signOut(actor, before)));
        SessionCookie.write(request, response, in.session());
        forgery.saveToken(forgery.generateToken(request), request, response);
        return Me.of(in.actor());
    }
}
