package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;

/** Begins the sessions of people who have signed in, by whatever way. */
public final class BrowserSession {
    private final Access access;

    public BrowserSession(Access access) {
        this.access = access;
    }

    /**
     * Ends the session that the browser had before, and gives it the new one with a new token against forgery: whoever knew the
     * ones before has nothing now.
     */
    public Actor begin(Access.SignedIn in, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request)
                .ifPresent(before -> access.session(before).ifPresent(actor -> access.signOut(actor, before)));
        SessionCookie.write(request, response, in.session());
        ForgeryTokens.begin(request, response, in.session());
        in.device().ifPresent(device -> DeviceCookie.write(request, response, device));
        return in.actor();
    }
}
