package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.access.AccessSecret;
import nudge.labeller.access.Actor;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.SecondFactor;
import nudge.labeller.access.SecondFactor.Purpose;
import nudge.labeller.web.security.PasskeyCeremony;
import nudge.labeller.web.security.SessionCookie;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Passkeys and recovery codes: a second factor for those who want one. */
@RestController
@RequestMapping("/api")
class PasskeyApi {
    private final Access access;
    private final SessionStart start;

    PasskeyApi(Access access, SessionStart start) {
        this.access = access;
        this.start = start;
    }

    /** A passkey, as its person sees it. */
    record PasskeyView(
            UUID id, String label, Instant made, @Nullable Instant used) {
        static PasskeyView of(SecondFactor.Passkey passkey) {
            return new PasskeyView(passkey.id(), passkey.label(), passkey.made(), passkey.used());
        }
    }

    /**
     * A person's second factor.
     *
     * @param possible whether the page is open under a name, for which a passkey can be made
     * @param codes recovery codes that are left
     */
    record SecondFactorView(boolean possible, List<PasskeyView> passkeys, int codes) {}

    /**
     * What a browser asks a passkey.
     *
     * @param challenge goes back with the answer
     * @param options for the browser's WebAuthn; null where no passkey can answer
     */
    record Asked(String challenge, @Nullable JsonNode options) {}

    /** @param codes for whoever loses the passkey, shown this once; empty but with the first passkey */
    record Added(List<String> codes) {}

    @GetMapping("/passkeys")
    SecondFactorView list(Actor actor, HttpServletRequest request) {
        SecondFactor.State state = access.secondFactor().state(actor.id());
        return new SecondFactorView(
                PasskeyCeremony.isPossible(request),
                state.passkeys().stream().map(PasskeyView::of).toList(),
                state.codes());
    }

    @PostMapping("/passkeys/begin")
    Asked begin(ReauthenticationBody body, Actor actor, HttpServletRequest request) {
        reauthenticate(body, actor, request);
        AccessSecret challenge = access.secondFactor().challenge(actor.id(), Purpose.ADD);
        return new Asked(
                challenge.reveal(), ceremony(request, actor, challenge.reveal()).creation());
    }

    @PostMapping("/passkeys")
    @ResponseStatus(HttpStatus.CREATED)
    Added add(PasskeyBody body, Actor actor, HttpServletRequest request) {
        String challenge = body.challenge().value();
        access.secondFactor().challenged(challenge, Purpose.ADD);
        PasskeyCeremony.Made made = ceremony(request, actor, challenge).made(body.credential());
        return new Added(access.secondFactor()
                .add(actor, challenge, made.credential(), made.attestation(), made.transports(), body.label()));
    }

    @PostMapping("/passkeys/{id}/remove")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id, ReauthenticationBody body, Actor actor, HttpServletRequest request) {
        reauthenticate(body, actor, request);
        access.secondFactor().remove(actor.id(), id);
    }

    /** Goes on with a sign-in whose password was right. */
    @PostMapping("/session/second")
    Me signIn(SecondFactorBody body, HttpServletRequest request, HttpServletResponse response) {
        String challenge = body.challenge().value();
        if (body.code() != null) {
            return start.begin(
                    access.secondStep().withCode(challenge, body.code().value()), request, response);
        }
        Actor person = access.secondStep().challenged(challenge);
        UUID passkey;
        try {
            passkey = ceremony(request, person, challenge).signed(Objects.requireNonNull(body.credential()));
        } catch (RefusedAccessException refused) {
            access.secondStep().passkeyRefused(person);
            throw refused;
        }
        return start.begin(access.secondStep().withPasskey(challenge, passkey), request, response);
    }

    /** For somebody who has lost passkeys and recovery codes. */
    @DeleteMapping("/people/{id}/passkeys")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@PathVariable UUID id, Actor actor) {
        access.secondFactor().reset(actor, id);
    }

    /** What is asked of a person whose password was right. */
    Asked ask(Actor person, AccessSecret challenge, HttpServletRequest request) {
        String secret = challenge.reveal();
        boolean possible = PasskeyCeremony.isPossible(request);
        return new Asked(secret, possible ? ceremony(request, person, secret).request() : null);
    }

    private void reauthenticate(ReauthenticationBody body, Actor actor, HttpServletRequest request) {
        String session = SessionCookie.read(request).orElse("");
        access.reauthentication().of(actor, session, body.current().value());
    }

    private PasskeyCeremony ceremony(HttpServletRequest request, Actor person, String challenge) {
        return new PasskeyCeremony(
                request, person, access.secondFactor().state(person.id()).passkeys(), SecondFactor.bytes(challenge));
    }
}
