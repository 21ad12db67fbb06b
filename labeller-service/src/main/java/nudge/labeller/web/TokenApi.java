package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Access;
import nudge.labeller.access.Role;
import nudge.labeller.access.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tokens for programs. */
@RestController
@RequestMapping("/api/tokens")
class TokenApi {
    private static final int MOST_DAYS = 366;

    private final Access access;

    TokenApi(Access access) {
        this.access = access;
    }

    /** @param secret shown this once */
    record CreatedToken(UUID id, String secret, Instant expires) {}

    @GetMapping
    List<Tokens.Token> list(HttpServletRequest request) {
        return access.tokens().list(Requests.actor(request));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreatedToken create(HttpServletRequest request) throws IOException {
        JsonNode json = Requests.json(request, "{\"name\": \"nightly import\", \"role\": \"annotator\", \"days\": 90}");
        Tokens.NewToken created = access.tokens()
                .create(
                        Requests.actor(request),
                        Requests.text(json, "name"),
                        Role.of(Requests.text(json, "role")),
                        Requests.integer(json, "days", 1, MOST_DAYS));
        return new CreatedToken(created.id(), created.secret().reveal(), created.expires());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id, HttpServletRequest request) {
        access.revokeToken(Requests.actor(request), id);
    }
}
