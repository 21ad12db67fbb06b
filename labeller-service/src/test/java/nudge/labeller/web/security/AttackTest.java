package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.Browser;
import nudge.labeller.web.Browser.Answer;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody tries who means harm. */
@Tag("server")
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

    /** Status and headers of an answer. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Begins to post a file, without its bytes. */
    private static Socket beginImport(String length) throws IOException {
        Socket socket = connect("127.0.0.1");
        socket.getOutputStream()
                .write(("POST /api/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                                + "Authorization: Bearer " + labeller.token() + "\r\n" + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Set<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("nudge-import"))
                    .collect(Collectors.toSet());
        }
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
    void an_import_of_more_than_200_mb_is_refused_and_leaves_nothing_behind() throws Exception {
        try (Socket announced = beginImport("Content-Length: " + (201L << 20))) {
            assertThat(head(announced)).as("before it comes").startsWith("HTTP/1.1 413");
        }
        Set<String> before = temporaryFiles();
        long heap = heapInUse();
        for (String beginning : List.of("PK\3\4", "1,")) {
            byte[] chunk = beginning.repeat((1 << 20) / beginning.length()).getBytes(StandardCharsets.ISO_8859_1);
            try (Socket unannounced = beginImport("Transfer-Encoding: chunked")) {
                OutputStream out = unannounced.getOutputStream();
                for (int i = 0; i < 201; i++) {
                    if (i == 150) {
                        assertThat(heapInUse() - heap).as("heap while it comes").isLessThan(32 << 20);
                    }
                    out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(chunk);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(head(unannounced)).startsWith("HTTP/1.1 413");
            }
        }
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void imports_that_stop_half_way_take_the_places_of_others_only_until_they_are_gone() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket half = beginImport("Content-Length: 100");
                half.getOutputStream().write("1,".getBytes(StandardCharsets.US_ASCII));
                halves.add(half);
            }
            await().atMost(Duration.ofSeconds(8)).until(() -> {
                String answer = raw(
                        "127.0.0.1",
                        "POST /api/imports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                + labeller.token() + "\r\nContent-Length: 1\r\n\r\n\n");
                return answer.startsWith("HTTP/1.1 429") && answer.contains("\nRetry-After: 1\n");
            });
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> labeller.post("/api/imports", "text/csv", new byte[] {'\n'})
                                .status()
                        == 200);
    }

    @Test
    void an_import_that_drips_is_refused_and_gives_its_place_to_others() throws Exception {
        try (Socket dripping = beginImport("Content-Length: 1000000")) {
            await().atMost(Duration.ofSeconds(12))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        dripping.getOutputStream().write('1');
                        return dripping.getInputStream().available() > 0;
                    });
            assertThat(head(dripping)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void a_person_who_asks_too_much_waits() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String cookie = "Cookie: " + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie());
        String request = "GET /api/session HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n";
        String answer = "";
        for (int i = 0; i < 100 && !answer.contains("HTTP/1.1 429"); i++) {
            answer = raw("127.0.0.3", request.repeat(80) + get("/api/session", "localhost", cookie));
        }
        assertThat(answer).contains("HTTP/1.1 429", "Retry-After: 1");
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
                String head = head(socket);
                assertThat(head).startsWith(i < 50 ? "HTTP/1.1 200" : "HTTP/1.1 429");
                assertThat(head.contains("\nRetry-After: 10\n")).isEqualTo(i == 50);
            }
        } finally {
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }
}
