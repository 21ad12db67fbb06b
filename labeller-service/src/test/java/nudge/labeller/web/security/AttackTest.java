package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser;
import nudge.labeller.web.Browser.Answer;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody tries who means harm. */
@Tag("server")
class AttackTest {
    private static RunningLabeller labeller;
    private static RawRequests requests;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
        requests = new RawRequests(labeller.port());
    }

    @Test
    void another_site_cannot_make_a_browser_change_anything() throws Exception {
        Browser victim = Browser.of(labeller, "admin");
        String label = "{\"role\":\"admin\"}";
        for (String forged : List.of("", "wrong", "00000000-0000-0000-0000-000000000000")) {
            Answer answer = victim.send("POST", "/api/invitations", label, "X-XSRF-TOKEN", forged);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("X-XSRF-TOKEN");
        }
        String forgery = victim.cookies.remove("XSRF-TOKEN");
        assertThat(victim.send("POST", "/api/invitations", label, "X-XSRF-TOKEN", forgery)
                        .status())
                .isEqualTo(403);
        Browser nobody = new Browser("http://127.0.0.1:" + labeller.port(), null);
        assertThat(nobody.signIn("Mallory", Browser.PASSWORD).status())
                .as("sign-in from another site")
                .isEqualTo(403);
    }

    @Test
    void a_bad_token_beside_a_good_session_lets_nobody_in_and_goes_around_no_check() throws Exception {
        Browser victim = Browser.of(labeller, "admin");
        for (String token : List.of("Bearer x", "Bearer ", "bearer " + victim.cookies.get(victim.sessionCookie()))) {
            assertThat(victim.send(
                                    "POST",
                                    "/api/invitations",
                                    "{\"role\":\"admin\"}",
                                    "Authorization",
                                    token,
                                    "X-XSRF-TOKEN",
                                    "forged")
                            .status())
                    .as(token)
                    .isIn(401, 403);
        }
        assertThat(victim.send("GET", "/api/people", null, "Authorization", "Bearer x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_name_that_points_to_this_machine_is_not_answered() throws Exception {
        for (String host :
                List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "0.0.0.0")) {
            assertThat(requests.send("127.0.0.1", RawRequests.get("/sign-in.html", host)))
                    .startsWith("HTTP/1.1 421");
        }
        assertThat(requests.send("127.0.0.1", RawRequests.get("/actuator/health", "10.0.0.7:8080")))
                .contains("\"status\":\"UP\"");
        for (String host : List.of("localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080")) {
            assertThat(requests.send("127.0.0.1", RawRequests.get("/sign-in.html", host)))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void every_answer_has_the_headers_that_keep_a_browser_safe() throws Exception {
        Browser browser = Browser.open(labeller);
        List<Answer> answers = List.of(
                browser.get("/"),
                browser.get("/sign-in.html"),
                browser.get("/js/pages/sign-in.js"),
                browser.get("/api/tasks"),
                browser.send("POST", "/api/session", "{"),
                browser.send("GET", "/api/nothing", null, "Authorization", "Bearer " + labeller.token()));
        for (Answer answer : answers) {
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Strict-Transport-Security"))
                    .as("without TLS")
                    .isEmpty();
        }
        assertThat(browser.get("/api/session").header("Cache-Control")).contains("no-store");
    }

    @Test
    void headers_and_redirects_take_no_line_breaks_and_no_other_site() throws Exception {
        String answer = requests.send("127.0.0.1", RawRequests.get("/%0d%0aSet-Cookie:%20evil=1;.html", "localhost"));
        assertThat(answer).doesNotContain("\nSet-Cookie: evil");
        answer = requests.send("127.0.0.1", RawRequests.get("//evil.example/x.html", "localhost"));
        assertThat(answer).doesNotContain("\nLocation: //").doesNotContain("\nLocation: http");
        String token = "Authorization: Bearer " + labeller.token();
        answer = requests.send("127.0.0.1", RawRequests.get("/api/checkpoints/%0d%0aX-Evil:%201", "localhost", token));
        assertThat(answer).doesNotContain("\nX-Evil").startsWith("HTTP/1.1 4");
        assertThat(requests.send("127.0.0.1", RawRequests.get("/api/progress", "localhost", token, "X: a\rb")))
                .startsWith("HTTP/1.1 400");
        assertThat(requests.send(
                        "127.0.0.1", RawRequests.get("/api/progress", "localhost", "Cookie: " + "c".repeat(20_000))))
                .startsWith("HTTP/1.1 4");
        assertThat(requests.send("127.0.0.1", RawRequests.get("/api/progress", "a\nb", token)))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void bodies_that_are_too_large_or_make_no_sense_are_refused() throws Exception {
        Browser browser = Browser.open(labeller);
        assertThat(browser.send("POST", "/api/session", "{\"name\":\"" + "n".repeat(100_000) + "\"}")
                        .status())
                .isEqualTo(413);
        for (String body : List.of(
                "",
                "{",
                "null",
                "[]",
                "[".repeat(30_000),
                "{\"name\":7,\"password\":[]}",
                "{\"name\":\"a\"}",
                "{\"name\":\"a\\u0000\",\"password\":\"b\"}",
                "{\"name\":\"a'; DROP TABLE person; --\",\"password\":\"" + "p".repeat(60_000) + "\"}")) {
            Answer answer = browser.send("POST", "/api/session", body);
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(40, body.length())))
                    .isBetween(400, 429);
            assertThat(answer.body()).doesNotContain("Exception");
        }
        assertThat(labeller.get("/api/people").status()).isEqualTo(200);
    }

    @Test
    void who_guesses_the_password_of_an_open_session_waits() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String guess = "{\"current\":\"a wrong sentence\",\"password\":\"" + Browser.PASSWORD + "\"}";
        Answer answer = browser.send("PUT", "/api/password", guess);
        for (int i = 0; i < 10 && answer.status() == 400; i++) {
            answer = browser.send("PUT", "/api/password", guess);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
}
