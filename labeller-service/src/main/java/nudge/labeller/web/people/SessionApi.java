package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.access.SecondFactorNeededException;
import nudge.labeller.access.Sessions;
import nudge.labeller.web.security.DeviceCookie;
import nudge.labeller.web.security.RemoteAddress;
import nudge.labeller.web.security.SessionCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@RestController
@RequestMapping("/api")
class SessionApi {
    /** Of what a browser has kept of the pages: its storage holds labels that are not sent yet, and those stay. */
    private static final String KEPT_PAGES = "\"cache\"";

    private final Access access;
    private final SessionStart start;
    private final PasskeyApi passkeys;
    private final @Nullable String singleSignOn;

    /** @param singleSignOn what the identity provider is called, or null when there is none */
    SessionApi(Access access, SessionStart start, PasskeyApi passkeys, @Nullable String singleSignOn) {
        this.access = access;
        this.start = start;
        this.passkeys = passkeys;
        this.singleSignOn = singleSignOn;
    }

    /**
     * How things stand for whoever asks.
     *
     * @param actor null when nobody has signed in
     * @param singleSignOn what the identity provider is called, or null when there is none
     */
    record SessionView(@Nullable Me actor, @Nullable String singleSignOn) {}

    @GetMapping("/session")
    ResponseEntity<SessionView> session(@Nullable Actor actor) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new SessionView(actor == null ? null : Me.of(actor), singleSignOn));
    }

    /** Who has signed in, or what is asked of a person who has a passkey. */
    @PostMapping("/session")
    Object signIn(SignInBody body, HttpServletRequest request, HttpServletResponse response) {
        try {
            return start.begin(
                    access.signIn(
                            body.name(),
                            body.password().value(),
                            RemoteAddress.of(request),
                            DeviceCookie.read(request).orElse(null)),
                    request,
                    response);
        } catch (SecondFactorNeededException needed) {
            return passkeys.ask(needed.person(), needed.challenge(), request);
        }
    }

    @DeleteMapping("/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(secret -> access.signOut(actor, secret));
        forget(request, response);
    }

    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOutEverywhere(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        access.signOutEverywhere(actor, actor.id());
        forget(request, response);
    }

    /** The browsers in which the person is signed in. */
    @GetMapping("/sessions")
    List<Sessions.Session> sessions(Actor actor, HttpServletRequest request) {
        return access.sessionsOf(actor, SessionCookie.read(request).orElse(""));
    }

    @PostMapping("/sessions/{id}/end")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable UUID id, ReauthenticationBody body, Actor actor, HttpServletRequest request) {
        access.endSession(
                actor, SessionCookie.read(request).orElse(""), body.current().value(), id);
    }

    private static void forget(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.delete(request, response);
        response.setHeader("Clear-Site-Data", KEPT_PAGES);
    }

    @PutMapping("/password")
    Me changePassword(PasswordBody body, Actor actor, HttpServletRequest request, HttpServletResponse response) {
        return start.begin(
                access.changePassword(
                        actor, body.current().value(), body.password().value()),
                request,
                response);
    }
}
