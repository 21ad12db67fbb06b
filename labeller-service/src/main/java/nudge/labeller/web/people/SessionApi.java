package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.web.security.DeviceCookie;
import nudge.labeller.web.security.RemoteAddress;
import nudge.labeller.web.security.SessionCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@RestController
@RequestMapping("/api")
class SessionApi {
    private final Access access;
    private final SessionStart start;
    private final @Nullable String singleSignOn;

    /** @param singleSignOn what the identity provider is called, or null when there is none */
    SessionApi(Access access, SessionStart start, @Nullable String singleSignOn) {
        this.access = access;
        this.start = start;
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

    @PostMapping("/session")
    Me signIn(SignInBody body, HttpServletRequest request, HttpServletResponse response) {
        return start.begin(
                access.signIn(
                        body.name(),
                        body.password().value(),
                        RemoteAddress.of(request),
                        DeviceCookie.read(request).orElse(null)),
                request,
                response);
    }

    @DeleteMapping("/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(secret -> access.signOut(actor, secret));
        SessionCookie.delete(request, response);
    }

    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOutEverywhere(Actor actor, HttpServletRequest request, HttpServletResponse response) {
        access.signOutEverywhere(actor, actor.id());
        SessionCookie.delete(request, response);
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
