package nudge.labeller.web.people;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for programs. */
@RestController
@RequestMapping("/api/tokens")
class TokenApi {
    private final Access access;

    TokenApi(Access access) {
        this.access = access;
    }

    /** @param secret shown this once */
    record CreatedToken(UUID id, String secret, Instant expires) {}

    @GetMapping
    List<Tokens.Token> list(Actor actor) {
        return access.tokens().list(actor);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreatedToken create(TokenBody body, Actor actor) {
        Tokens.NewToken created = access.tokens().create(actor, body.name(), body.role(), body.days());
        return new CreatedToken(created.id(), created.secret().reveal(), created.expires());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id, Actor actor) {
        access.revokeToken(actor, id);
    }
}
