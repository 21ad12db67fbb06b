package nudge.labeller.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import nudge.labeller.RunningLabeller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps cookies and sends the header against forgery, as a browser with the page's modules does. */
public final class Browser {
    public static final String PASSWORD = "a long enough sentence";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final HttpClient client;
    private final String base;
    public final Map<String, String> cookies = new LinkedHashMap<>();

    public Browser(String base, @Nullable SSLContext trusted) {
        HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
        this.client = (trusted == null ? builder : builder.sslContext(trusted)).build();
        this.base = base;
    }

    /** A browser that has opened the sign-in page. */
    public static Browser open(RunningLabeller labeller) throws IOException, InterruptedException {
        Browser browser = new Browser("http://127.0.0.1:" + labeller.port(), null);
        browser.get("/sign-in.html");
        return browser;
    }

    /** The browser of a new person whom an administrator has invited. */
    public static Browser of(RunningLabeller labeller, String role) throws IOException, InterruptedException {
        return of(labeller, role, "Person " + PEOPLE.incrementAndGet());
    }

    public static Browser of(RunningLabeller labeller, String role, String name)
            throws IOException, InterruptedException {
        Browser browser = open(labeller);
        Answer in = browser.accept(invite(labeller, role), name);
        if (in.status() != 200) {
            throw new AssertionError("not let in: " + in);
        }
        return browser;
    }

    /** The secret of a new invitation. */
    public static String invite(RunningLabeller labeller, String role) throws IOException, InterruptedException {
        String link = labeller.post(
                        "/api/invitations", "application/json", ("{\"role\":\"" + role + "\"}").getBytes("UTF-8"))
                .json()
                .get("link")
                .asString();
        return link.substring(link.indexOf('#') + 1);
    }

    public record Answer(int status, String body, HttpResponse<String> response) {
        public JsonNode json() {
            return MAPPER.readTree(body);
        }

        public String header(String name) {
            return String.join(", ", response.headers().allValues(name));
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    public Answer accept(String secret, String name) throws IOException, InterruptedException {
        return post("/api/welcome", Map.of("secret", secret, "name", name, "password", PASSWORD));
    }

    public Answer signIn(String name, String password) throws IOException, InterruptedException {
        return post("/api/session", Map.of("name", name, "password", password));
    }

    public Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, MAPPER.writeValueAsString(body));
    }

    /** A new token of the person's, with their role. */
    public String token() throws IOException, InterruptedException {
        String role = get("/api/session").json().get("actor").get("role").asString();
        return post("/api/tokens", Map.of("name", "a program", "role", role, "days", 1))
                .json()
                .get("secret")
                .asString();
    }

    /** Who is in, or null. */
    public @Nullable String name() throws IOException, InterruptedException {
        JsonNode actor = get("/api/session").json().get("actor");
        return actor.isNull() ? null : actor.get("name").asString();
    }

    public String id() throws IOException, InterruptedException {
        return get("/api/session").json().get("actor").get("id").asString();
    }

    public String sessionCookie() {
        return cookies.keySet().stream()
                .filter(name -> name.contains("nudge-session"))
                .findFirst()
                .orElseThrow();
    }

    /** The name of the cookie with the token against forgery. */
    public String forgeryCookie() {
        URI address = URI.create(base);
        return (address.getScheme().equals("https") ? "__Host-" : "") + "XSRF-TOKEN-" + address.getPort();
    }

    public Answer send(String method, String path, @Nullable String json, String... headers)
            throws IOException, InterruptedException {
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (!method.equals("GET") && cookies.containsKey(forgeryCookie())) {
            request.header("X-XSRF-TOKEN", cookies.get(forgeryCookie()));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        response.headers().allValues("Set-Cookie").forEach(this::keep);
        return new Answer(response.statusCode(), response.body(), response);
    }

    private void keep(String cookie) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
