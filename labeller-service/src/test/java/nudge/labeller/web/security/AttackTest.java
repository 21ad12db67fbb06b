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
        String forgery = victim.cookies.remove(victim.forgeryCookie());
        assertThat(victim.send("POST", "/api/invitations", label, "X-XSRF-TOKEN", forgery)
                        .status())
                .isEqualTo(403);
        Browser nobody = new Browser("http://127.0.0.1:" + labeller.port(), null);
        assertThat(nobody.signIn("Mallory", Browser.PASSWORD).status())
                .as("sign-in from another site")
                .isEqualTo(403);
    }

    /** A program of somebody else on this machine has another port: to cookies that is the same site. */
    @Test
    void a_page_on_another_port_of_this_machine_changes_nothing() throws Exception {
        Browser victim = Browser.of(labeller, "admin");
        String own = "http://127.0.0.1:" + labeller.port();
        for (String[] headers : new String[][] {
            {"Origin", "http://127.0.0.1:" + (labeller.port() + 1)},
            {"Origin", "http://127.0.0.1"},
            {"Origin", "http://localhost:" + labeller.port()},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "cross-site", "Origin", own},
            {"Sec-Fetch-Site", "none"}
        }) {
            Answer answer = victim.send("POST", "/api/invitations", "{\"role\":\"admin\"}", headers);
            assertThat(answer.status()).as(String.join(" ", headers)).isEqualTo(403);
            assertThat(answer.body()).contains("expected a change to come from a page of this server");
            assertThat(victim.send("DELETE", "/api/session", null, headers).status())
                    .isEqualTo(403);
        }
        for (String[] headers : new String[][] {{"Origin", own}, {"Sec-Fetch-Site", "same-origin", "Origin", own}}) {
            assertThat(victim.send("POST", "/api/invitations", "{\"role\":\"admin\"}", headers)
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_token_against_forgery_that_was_planted_or_sent_by_a_form_is_worth_nothing() throws Exception {
        Browser victim = Browser.of(labeller, "admin");
        String own = victim.cookies.get(victim.forgeryCookie());
        for (String planted :
                List.of("planted", Browser.of(labeller, "annotator").cookies.get(victim.forgeryCookie()))) {
            victim.cookies.put(victim.forgeryCookie(), planted);
            assertThat(victim.send("POST", "/api/invitations", "{\"role\":\"admin\"}")
                            .status())
                    .isEqualTo(403);
            assertThat(victim.cookies.get(victim.forgeryCookie()))
                    .as("the answer brings the own one back")
                    .isEqualTo(own);
        }
        String form = "_csrf=" + own + "&X-XSRF-TOKEN=" + own + "&none=" + own;
        for (String path : List.of("/api/invitations?" + form, "/api/invitations")) {
            assertThat(victim.send(
                                    "POST",
                                    path,
                                    form,
                                    "X-XSRF-TOKEN",
                                    "",
                                    "Content-Type",
                                    "application/x-www-form-urlencoded")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(victim.send("POST", "/api/invitations", "{\"role\":\"admin\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void programs_with_a_token_send_no_origin_and_are_asked_for_none() throws Exception {
        Browser program = new Browser("http://127.0.0.1:" + labeller.port(), null);
        assertThat(program.send(
                                "POST",
                                "/api/predict",
                                "{}",
                                "Authorization",
                                "Bearer " + labeller.token(),
                                "Origin",
                                "http://elsewhere.example")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void what_tomcat_refuses_by_itself_is_answered_as_everything_else() throws Exception {
        for (String request : List.of(
                RawRequests.get("/api/%zz", "localhost"),
                RawRequests.get("/api/a\\b|{}", "localhost"),
                RawRequests.get("/", "localhost", "X: a\rb"),
                "GARBAGE\r\n\r\n",
                RawRequests.get("/", "a b"))) {
            String answer = requests.send("127.0.0.1", request);
            assertThat(answer)
                    .as(request)
                    .startsWith("HTTP/1.1 4")
                    .contains("\nContent-Security-Policy: default-src 'self'");
            assertThat(answer)
                    .as(request)
                    .contains("\nX-Content-Type-Options: nosniff")
                    .doesNotContain("Tomcat");
            assertThat(answer)
                    .as(request)
                    .contains("\nContent-Type: application/problem+json", "\"detail\":\"expected");
        }
    }

    @Test
    void text_says_how_it_is_encoded() throws Exception {
        Browser browser = Browser.of(labeller, "reviewer");
        for (String path : List.of(
                "/",
                "/sign-in.html",
                "/js/pages/sign-in.js",
                "/css/base.css",
                "/favicon.svg",
                "/api/export?format=csv",
                "/nothing.html")) {
            Answer answer = browser.send("GET", path, null, "Accept", "text/html,*/*");
            assertThat(answer.header("Content-Type")).as(path).containsIgnoringCase(";charset=utf-8");
        }
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
