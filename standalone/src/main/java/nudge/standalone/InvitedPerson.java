package nudge.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody new who has accepted an invitation, and is signed in as in a browser: with cookies. To be closed. */
public final class InvitedPerson implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String FORGERY_COOKIE = "XSRF-TOKEN";

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    private InvitedPerson(HttpClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    /** A token of theirs. @param id the actor that the log names */
    record Token(UUID id, String secret) {}

    /**
     * Comes in with a password that nobody gets to know.
     *
     * @param invitation the answer to POST /api/invitations
     * @throws CommandFailedException when the labeller does not let them in
     */
    static InvitedPerson accept(HttpClient client, URI base, JsonNode invitation, String name)
            throws InterruptedException {
        InvitedPerson person = new InvitedPerson(client, base);
        // It brings the cookie against forged requests.
        person.send("GET", "/api/session", BodyPublishers.noBody());
        String link = invitation.get("link").asString();
        String password = UUID.randomUUID() + " " + UUID.randomUUID();
        person.post(
                "/api/welcome",
                Map.of("secret", link.substring(link.indexOf('#') + 1), "name", name, "password", password));
        return person;
    }

    /**
     * Invites somebody and makes tokens of theirs, each of which is an annotator of its own.
     *
     * @param admin the API for an administrator
     * @param days until the tokens end
     * @return their secrets
     * @throws CommandFailedException when the labeller refuses it
     */
    public static List<String> annotators(Api admin, String name, int count, int days) throws InterruptedException {
        JsonNode invitation = admin.post("/api/invitations", Map.of("role", "annotator", "note", name));
        try (InvitedPerson person = admin.accept(invitation, name)) {
            List<String> secrets = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                secrets.add(person.token(name + " " + i, days).secret());
            }
            return secrets;
        }
    }

    /** Makes a token with the role annotator. */
    Token token(String name, int days) throws InterruptedException {
        JsonNode made = post("/api/tokens", Map.of("name", name, "role", "annotator", "days", days));
        return new Token(
                UUID.fromString(made.get("id").asString()), made.get("secret").asString());
    }

    /** Signs out; tokens stay. */
    @Override
    public void close() throws InterruptedException {
        send("DELETE", "/api/session", BodyPublishers.noBody());
    }

    private JsonNode post(String path, Map<String, ?> body) throws InterruptedException {
        return MAPPER.readTree(send("POST", path, BodyPublishers.ofString(MAPPER.writeValueAsString(body))));
    }

    private byte[] send(String method, String path, BodyPublisher body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        cookies.forEach((name, value) -> {
            if (name.contains(FORGERY_COOKIE)) {
                request.setHeader("X-" + FORGERY_COOKIE, value);
            }
        });
        try {
            HttpResponse<byte[]> response = WholeAnswer.of(client, request, TIMEOUT);
            if (response.statusCode() >= 300) {
                throw new RefusedRequestException(
                        response.statusCode(), response.statusCode() + ": " + Api.detail(response.body()));
            }
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response.body();
        } catch (IOException away) {
            throw new CommandFailedException("the labeller at " + base + " does not answer (" + away + ")");
        }
    }

    private void keep(String cookie) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair.length == 2 && !pair[1].isEmpty()) {
            cookies.put(pair[0], pair[1]);
        } else {
            cookies.remove(pair[0]);
        }
    }
}
