package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
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
import tools.jackson.databind.JsonNode;

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
     * @param actor null when nobody is in
     * @param singleSignOn what the identity provider is called, or null when there is none
     */
    record Session(@Nullable Me actor, @Nullable String singleSignOn) {}

    @GetMapping("/session")
    ResponseEntity<Session> session(HttpServletRequest request) {
        Me me = request.getUserPrincipal() instanceof ActorAuthentication authentication
                ? Me.of(authentication.getPrincipal())
                : null;
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Session(me, singleSignOn));
    }

    @PostMapping("/session")
    Me signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode json = Requests.json(request, "{\"name\": \"...\", \"password\": \"...\"}");
        return start.begin(
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
        return start.begin(
                access.changePassword(
                        Requests.actor(request), Requests.text(json, "current"), Requests.text(json, "password")),
                request,
                response);
    }
}
