package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Signing in and out. */
@RestController
@RequestMapping("/api")
class SessionApi {
    private final Access access;
    private final WebSettings settings;
    private final CsrfTokenRepository forgery;

    SessionApi(Parts parts, WebSettings settings, CsrfTokenRepository forgery) {
        this.access = parts.access();
        this.settings = settings;
        this.forgery = forgery;
    }

    /**
     * Who is in.
     *
     * @param kind {@code person} or {@code token}
     */
    record Me(UUID id, String kind, String name, Role role) {
        static Me of(Actor actor) {
            return new Me(actor.id(), actor.isPerson() ? "person" : "token", actor.name(), actor.role());
        }
    }

    /**
     * How things stand for whoever asks.
     *
     * @param actor null when nobody is in
     * @param singleSignOn what the identity provider is called, or null when there is none
     */
    record Session(@Nullable Me actor, @Nullable String singleSignOn) {}

    @GetMapping("/session")
    ResponseEntity<Session> session(HttpServletRequest request) {
        Me me = request.getUserPrincipal() instanceof ActorAuthentication authentication
                ? Me.of(authentication.getPrincipal())
                : null;
        WebSettings.SingleSignOn provider = settings.singleSignOn();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Session(me, provider == null ? null : provider.name()));
    }

    @PostMapping("/session")
    Me signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode json = Requests.json(request, "{\"name\": \"...\", \"password\": \"...\"}");
        return begin(
                access.signIn(
                        Requests.text(json, "name"), Requests.text(json, "password"), TokenBuckets.address(request)),
                request,
                response);
    }

    @DeleteMapping("/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(secret -> access.signOut(Requests.actor(request), secret));
        SessionCookie.delete(request, response);
    }

    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOutEverywhere(HttpServletRequest request, HttpServletResponse response) {
        Actor actor = Requests.actor(request);
        access.signOutEverywhere(actor, actor.id());
        SessionCookie.delete(request, response);
    }

    @PutMapping("/password")
    Me changePassword(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode json = Requests.json(request, "{\"current\": \"...\", \"password\": \"...\"}");
        return begin(
                access.changePassword(
                        Requests.actor(request), Requests.text(json, "current"), Requests.text(json, "password")),
                request,
                response);
    }

    /** The session before ends, if there was one; whatever was known of it is worth nothing now. */
    Me begin(Access.SignedIn in, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request)
                .ifPresent(before -> access.session(before).ifPresent(actor -> access.signOut(actor, before)));
        SessionCookie.write(request, response, in.session());
        forgery.saveToken(forgery.generateToken(request), request, response);
        return Me.of(in.actor());
    }
}
