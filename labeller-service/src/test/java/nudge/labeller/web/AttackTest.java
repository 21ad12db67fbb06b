package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody tries who means harm. */
class AttackTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    /** Sends bytes as they are, and reads the answer to its end. */
    private static String raw(String local, String request) throws IOException {
        try (Socket socket = connect(local)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        }
    }

    private static Socket connect(String local) throws IOException {
        Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), labeller.port(), InetAddress.getByName(local), 0);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String get(String path, String host, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
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
            assertThat(raw("127.0.0.1", get("/sign-in.html", host))).startsWith("HTTP/1.1 421");
        }
        assertThat(raw("127.0.0.1", get("/actuator/health", "10.0.0.7:8080"))).contains("\"status\":\"UP\"");
        for (String host : List.of("localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080")) {
            assertThat(raw("127.0.0.1", get("/sign-in.html", host))).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void every_answer_has_the_headers_that_keep_a_browser_safe() throws Exception {
        Browser browser = Browser.open(labeller);
        List<Answer> answers = List.of(
                browser.get("/"),
                browser.get("/sign-in.html"),
                browser.get("/js/sign-in.js"),
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
        String answer = raw("127.0.0.1", get("/%0d%0aSet-Cookie:%20evil=1;.html", "localhost"));
        assertThat(answer).doesNotContain("\nSet-Cookie: evil");
        answer = raw("127.0.0.1", get("//evil.example/x.html", "localhost"));
        assertThat(answer).doesNotContain("\nLocation: //").doesNotContain("\nLocation: http");
        String token = "Authorization: Bearer " + labeller.token();
        answer = raw("127.0.0.1", get("/api/checkpoints/%0d%0aX-Evil:%201", "localhost", token));
        assertThat(answer).doesNotContain("\nX-Evil").startsWith("HTTP/1.1 4");
        assertThat(raw("127.0.0.1", get("/api/progress", "localhost", token, "X: a\rb")))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("127.0.0.1", get("/api/progress", "localhost", "Cookie: " + "c".repeat(20_000))))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("127.0.0.1", get("/api/progress", "a\nb", token))).startsWith("HTTP/1.1 4");
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
    void a_hundred_half_open_requests_do_not_stop_the_others() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket headers = connect("127.0.0.1");
                headers.getOutputStream().write("GET /api/progress HTTP/1.1\r\nHost: local".getBytes("US-ASCII"));
                slow.add(headers);
                Socket body = connect("127.0.0.1");
                body.getOutputStream()
                        .write(
                                ("POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                                                + "Authorization: Bearer " + labeller.token()
                                                + "\r\nContent-Length: 784\r\n\r\nxx")
                                        .getBytes("US-ASCII"));
                slow.add(body);
            }
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(labeller.get("/api/progress").status()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void who_asks_too_much_waits_and_the_others_do_not() throws Exception {
        String answer = "";
        // A connection serves a hundred requests.
        for (int i = 0; i < 50 && !answer.contains("HTTP/1.1 429"); i++) {
            answer = raw(
                    "127.0.0.2",
                    "GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(80) + get("/api/tasks", "localhost"));
        }
        assertThat(answer).contains("HTTP/1.1 429", "Retry-After: 1");
        assertThat(Browser.open(labeller).get("/api/session").status()).isEqualTo(200);
        assertThat(labeller.get("/api/progress").status()).isEqualTo(200);
    }

    @Test
    void one_person_cannot_take_all_the_streams() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        List<Socket> streams = new ArrayList<>();
        try {
            String request = "GET /api/stream HTTP/1.1\r\nHost: localhost:" + labeller.port() + "\r\nCookie: "
                    + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie()) + "\r\n\r\n";
            for (int i = 0; i < 51; i++) {
                Socket socket = connect("127.0.0.1");
                streams.add(socket);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String status = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                assertThat(status).startsWith(i < 50 ? "HTTP/1.1 200" : "HTTP/1.1 429");
            }
        } finally {
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }
}
