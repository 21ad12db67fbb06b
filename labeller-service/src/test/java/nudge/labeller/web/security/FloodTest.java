package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever asks for too much, sends too much or keeps connections open does not stop the others. */
@Tag("server")
class FloodTest {
    private static RunningLabeller labeller;
    private static RawRequests requests;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
        requests = new RawRequests(labeller.port());
    }

    /** Begins to post a file, without its bytes. */
    private static Socket beginImport(String length) throws IOException {
        Socket socket = requests.connect("127.0.0.1");
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
    void a_hundred_half_open_requests_do_not_stop_the_others() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket headers = requests.connect("127.0.0.1");
                headers.getOutputStream().write("GET /api/progress HTTP/1.1\r\nHost: local".getBytes("US-ASCII"));
                slow.add(headers);
                Socket body = requests.connect("127.0.0.1");
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
    void more_dripping_bodies_than_there_are_threads_do_not_stop_the_others() throws Exception {
        List<Socket> dripping = new ArrayList<>();
        try {
            for (int i = 0; i < 250; i++) {
                // Half of them have no token: what they send is refused unread, and waited for all the same.
                String token = i % 2 == 0 ? "" : "Authorization: Bearer " + labeller.token() + "\r\n";
                Socket body = requests.connect("127.0.0.4");
                body.getOutputStream()
                        .write(("POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 784\r\n"
                                        + "Content-Type: application/octet-stream\r\n" + token + "\r\nx")
                                .getBytes(StandardCharsets.US_ASCII));
                dripping.add(body);
            }
            long began = System.nanoTime();
            Browser browser = Browser.of(labeller, "annotator");
            for (int i = 0; i < 20; i++) {
                assertThat(browser.get("/api/progress").status()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        } finally {
            for (Socket socket : dripping) {
                socket.close();
            }
        }
    }

    @Test
    void an_import_of_more_than_200_mb_is_refused_and_leaves_nothing_behind() throws Exception {
        try (Socket announced = beginImport("Content-Length: " + (201L << 20))) {
            assertThat(RawRequests.head(announced)).as("before it comes").startsWith("HTTP/1.1 413");
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
                assertThat(RawRequests.head(unannounced)).startsWith("HTTP/1.1 413");
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
                String answer = requests.send(
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
            assertThat(RawRequests.head(dripping)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void a_person_who_asks_too_much_waits() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String cookie = "Cookie: " + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie());
        String request = "GET /api/session HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n";
        String answer = "";
        for (int i = 0; i < 100 && !answer.contains("HTTP/1.1 429"); i++) {
            answer = requests.send(
                    "127.0.0.3", request.repeat(80) + RawRequests.get("/api/session", "localhost", cookie));
        }
        assertThat(answer).contains("HTTP/1.1 429", "Retry-After: 1");
    }

    @Test
    void who_asks_too_much_waits_and_the_others_do_not() throws Exception {
        String answer = "";
        // A connection serves a hundred requests.
        for (int i = 0; i < 50 && !answer.contains("HTTP/1.1 429"); i++) {
            answer = requests.send(
                    "127.0.0.2",
                    "GET /api/tasks HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(80)
                            + RawRequests.get("/api/tasks", "localhost"));
        }
        assertThat(answer).contains("HTTP/1.1 429", "Retry-After: 1");
        assertThat(Browser.open(labeller).get("/api/session").status()).isEqualTo(200);
        assertThat(labeller.get("/api/progress").status()).isEqualTo(200);
    }

    private static Socket stream(String identity) throws IOException {
        Socket socket = requests.connect("127.0.0.1");
        socket.getOutputStream()
                .write(("GET /api/stream HTTP/1.1\r\nHost: localhost:" + labeller.port() + "\r\nConnection: close\r\n"
                                + identity + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean hasEnded(Socket stream) throws IOException {
        while (stream.getInputStream().available() > 0) {
            stream.getInputStream().skipNBytes(stream.getInputStream().available());
        }
        stream.setSoTimeout(1);
        try {
            return stream.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    @Test
    void one_person_with_all_their_programs_cannot_take_all_the_streams() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        List<String> identities = List.of(
                "Cookie: " + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie()),
                "Authorization: Bearer " + browser.token(),
                "Authorization: Bearer " + browser.token());
        List<Socket> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 56; i++) {
                Socket stream = stream(identities.get(i % 3));
                streams.add(stream);
                assertThat(RawRequests.head(stream))
                        .startsWith("HTTP/1.1 200")
                        .containsIgnoringCase("\nContent-Type: text/event-stream;charset=UTF-8")
                        .contains("\nContent-Security-Policy: ");
            }
            for (int i = 0; i < 6; i++) {
                Socket oldest = streams.get(i);
                await().atMost(Duration.ofSeconds(10)).until(() -> hasEnded(oldest));
            }
            for (Socket stream : streams.subList(6, 56)) {
                assertThat(hasEnded(stream)).isFalse();
            }
        } finally {
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }

    @Test
    void who_reloads_a_page_again_and_again_gets_its_stream_every_time() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String cookie = "Cookie: " + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie());
        for (int i = 0; i < 60; i++) {
            try (Socket stream = stream(cookie)) {
                assertThat(RawRequests.head(stream)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void a_stream_on_which_nothing_happens_gives_signs_of_life() throws Exception {
        Browser browser = Browser.of(labeller, "annotator");
        String cookie = "Cookie: " + browser.sessionCookie() + "=" + browser.cookies.get(browser.sessionCookie());
        try (Socket stream = stream(cookie)) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (!line.equals(":")) {
                line = lines.readLine();
                assertThat(line).as("the stream's end").isNotNull();
            }
        }
    }
}
