package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every route that there is, with every role and with none: a route that is new has to be named here. */
@Tag("server")
class RoutesTest {
    private static final List<String> ROLES = List.of("nobody", "annotator", "reviewer", "admin");

    /** The least role of each route. */
    private static final String LEAST = """
            nobody GET /api/session
            nobody POST /api/session
            nobody POST /api/session/second
            nobody POST /api/welcome
            nobody POST /api/welcome/opened
            nobody GET /actuator/health
            annotator GET /api/accuracy
            annotator GET /api/bulk
            annotator POST /api/bulk
            annotator GET /api/champion
            annotator GET /api/checkpoints
            annotator GET /api/checkpoints/{id}
            annotator GET /api/checkpoints/{id}/onnx
            annotator GET /api/checkpoints/{id}/safetensors
            annotator GET /api/checkpoints/{id}/weights
            annotator GET /api/explain
            annotator POST /api/explain
            annotator GET /api/images
            annotator POST /api/images
            annotator GET /api/images/{id}
            annotator GET /api/images/{id}/history
            annotator DELETE /api/images/{id}/label
            annotator POST /api/images/{id}/label
            annotator GET /api/images/{id}/png
            annotator DELETE /api/images/{id}/reject
            annotator POST /api/images/{id}/reject
            annotator DELETE /api/images/{id}/skip
            annotator POST /api/images/{id}/skip
            annotator POST /api/imports
            annotator GET /api/me/quality
            annotator GET /api/passkeys
            annotator POST /api/passkeys
            annotator POST /api/passkeys/begin
            annotator POST /api/passkeys/{id}/remove
            annotator PUT /api/password
            annotator POST /api/predict
            annotator GET /api/progress
            annotator DELETE /api/session
            annotator DELETE /api/sessions
            annotator GET /api/sessions
            annotator POST /api/sessions/{id}/end
            annotator POST /api/sheets
            annotator POST /api/sheets/images
            annotator GET /api/stream
            annotator GET /api/tasks
            annotator GET /api/tokens
            annotator POST /api/tokens
            annotator DELETE /api/tokens/{id}
            reviewer GET /api/agreement
            reviewer GET /api/annotators
            reviewer GET /api/annotators/{id}
            reviewer POST /api/annotators/{id}/preview
            reviewer GET /api/audit
            reviewer GET /api/export
            reviewer GET /api/queue
            reviewer GET /api/quality
            reviewer POST /api/quality/policy/preview
            reviewer GET /api/gold
            reviewer GET /api/images/{id}/why
            reviewer GET /api/review
            reviewer POST /api/review
            reviewer POST /api/images/{id}/take-in
            reviewer POST /api/images/{id}/leave-out
            reviewer DELETE /api/images/{id}/adjudication
            reviewer POST /api/annotators/{id}/distrust
            reviewer POST /api/annotators/{id}/trust
            annotator POST /api/gold/{image}/contest
            reviewer POST /api/gold/{image}/correct
            reviewer POST /api/gold/{image}/retire
            reviewer POST /api/images/{id}/adjudication
            admin PUT /api/quality/policy
            admin GET /api/audit/access
            admin GET /api/audit/timeline
            admin GET /api/invitations
            admin POST /api/invitations
            admin DELETE /api/invitations/{id}
            admin GET /api/people
            admin DELETE /api/people/{id}
            admin DELETE /api/people/{id}/passkeys
            admin POST /api/people/{id}/password
            admin PUT /api/people/{id}/role
            admin DELETE /api/people/{id}/sessions
            admin GET /actuator
            admin GET /actuator/health/**
            admin GET /actuator/prometheus
            admin ANY /error
            """;

    /** The least role of each page; what pages are made of is for nobody to hide. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("/sign-in.html", "nobody"),
            Map.entry("/welcome.html", "nobody"),
            Map.entry("/index.html", "annotator"),
            Map.entry("/bulk.html", "annotator"),
            Map.entry("/draw.html", "annotator"),
            Map.entry("/images.html", "annotator"),
            Map.entry("/sheet.html", "annotator"),
            Map.entry("/explain.html", "annotator"),
            Map.entry("/account.html", "annotator"),
            Map.entry("/tokens.html", "annotator"),
            Map.entry("/my-quality.html", "annotator"),
            Map.entry("/quality.html", "reviewer"),
            Map.entry("/annotator.html", "reviewer"),
            Map.entry("/review.html", "reviewer"),
            Map.entry("/gold.html", "reviewer"),
            Map.entry("/audit.html", "reviewer"),
            Map.entry("/people.html", "admin"));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningLabeller labeller;
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        labeller = SharedLabeller.get();
        for (String role : List.of("annotator", "reviewer")) {
            TOKENS.put(role, Browser.of(labeller, role).token());
        }
        TOKENS.put("admin", labeller.token());
    }

    @Test
    void every_route_lets_in_its_roles_and_nobody_else() throws Exception {
        Map<String, String> least = new TreeMap<>();
        LEAST.lines().forEach(line -> least.put(line.substring(line.indexOf(' ') + 1), line.split(" ", 2)[0]));
        assertThat(least.keySet())
                .as("routes that are named, in this test and in AuthorizationRules")
                .containsExactlyInAnyOrderElementsOf(labeller.routes());
        for (var route : least.entrySet()) {
            String[] methodAndPath = route.getKey().split(" ", 2);
            check(methodAndPath[0].replace("ANY", "GET"), methodAndPath[1], route.getValue());
        }
    }

    @Test
    void every_static_file_lets_in_its_roles_and_nobody_else() throws Exception {
        Path files = Path.of("src/main/resources/static");
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String path = "/" + files.relativize(file);
                String least = path.endsWith(".html") ? PAGES.get(path) : "nobody";
                assertThat(least).as("the role of " + path).isNotNull();
                check("GET", path, least);
            }
        }
        check("GET", "/", "annotator");
        check("GET", "/actuator/health/liveness", "nobody");
        check("GET", "/actuator/health/readiness", "nobody");
        check("GET", "/webjars/uplot/dist/uPlot.min.css", "nobody");
    }

    @Test
    void what_nobody_has_thought_of_is_for_administrators_alone() throws Exception {
        for (String path :
                List.of("/api/nothing", "/actuator/env", "/actuator/heapdump", "/api/images/x/y", "/other.html")) {
            check("GET", path, "admin");
        }
        check("PATCH", "/api/tasks", "admin");
        check("OPTIONS", "/api/people", "admin");
    }

    @Test
    void how_things_stood_is_told_to_reviewers() throws Exception {
        for (String path : List.of(
                "/api/images/{id}?at=0",
                "/api/images/{id}/history?at=0",
                "/api/queue?at=0",
                "/api/review?at=0",
                "/api/images/{id}/why?at=0",
                "/api/quality?at=0",
                "/api/agreement?at=0",
                "/api/annotators?at=0",
                "/api/export?format=csv&at=0")) {
            check("GET", path, "reviewer");
        }
    }

    @Test
    void no_spelling_of_a_path_goes_around_its_gate() throws Exception {
        for (String path : List.of(
                "/api/people/",
                "//api/people",
                "/api//people",
                "/api/./people",
                "/css/../api/people",
                "/css/%2e%2e/api/people",
                "/css/..;/api/people",
                "/api/people;a=b",
                "/api/%70eople",
                "/API/people",
                "/api/people%00",
                "/api/people%2f",
                "/css/%2e%2e%2fapi%2fpeople")) {
            assertThat(status("annotator", "GET", path)).as(path).isIn(400, 403, 404);
            assertThat(status("nobody", "GET", path)).as(path).isIn(400, 401, 404);
        }
    }

    private static void check(String method, String path, String least) throws Exception {
        for (String role : ROLES) {
            int status = status(role, method, path);
            boolean allowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
            boolean page = path.equals("/") || path.endsWith(".html");
            int denied = !role.equals("nobody") ? 403 : page ? 302 : 401;
            if (allowed) {
                assertThat(status).as("%s %s as %s", method, path, role).isNotIn(302, 401, 403);
            } else {
                assertThat(status).as("%s %s as %s", method, path, role).isEqualTo(denied);
            }
        }
    }

    private static int status(String role, String method, String path) throws IOException, InterruptedException {
        URI uri = labeller.uri(path.replace("{image}", "{id}")
                .replace("{id}", UUID.randomUUID().toString()));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        if (role.equals("nobody")) {
            if (!method.equals("GET")) {
                request.header("Cookie", "XSRF-TOKEN-" + labeller.port() + "=any")
                        .header("X-XSRF-TOKEN", "any");
            }
        } else {
            request.header("Authorization", "Bearer " + TOKENS.get(role));
        }
        // The body is not read: a stream never ends.
        HttpResponse<InputStream> answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }
}
