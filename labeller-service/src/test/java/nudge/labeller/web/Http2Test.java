package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import nudge.embedded.SelfSigned;
import nudge.labeller.web.RawHttp2.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/** HTTP/2 over TLS: that it is spoken, and what slow and hostile clients can do by it. */
class Http2Test {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final int WINDOW = 1 << 20;
    private static final DataRate HASTE = new DataRate(Duration.ofMillis(500), 8 << 10);
    private static final DataRate MEGABYTE = new DataRate(Duration.ofMillis(1_500), 1 << 20);

    @TempDir
    private static Path folder;

    private static SelfSigned own;
    private static SSLContext trusting;

    private final List<RawHttp2> connections = new ArrayList<>();
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final HttpClient other = HttpClient.newBuilder()
            .sslContext(trusting)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private WebServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        own = SelfSigned.make(folder, "localhost");
        trusting = Certificates.trusting(own.certificate());
    }

    private void start() {
        Ssl tls = new Ssl();
        tls.setCertificate("file:" + own.certificate());
        tls.setCertificatePrivateKey("file:" + own.key());
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
        tomcat.setSsl(tls);
        tomcat.setAddress(InetAddress.getLoopbackAddress());
        new ServerLimits(256, null, Duration.ofSeconds(10), HASTE, MEGABYTE).customize(tomcat);
        tomcat.addConnectorCustomizers(connector -> connector.setProperty("socket.txBufSize", "16384"));
        server = tomcat.getWebServer(
                context -> context.addServlet("test", new TestServlet()).addMapping("/*"));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        goOn.countDown();
        for (RawHttp2 connection : connections) {
            connection.close();
        }
        server.stop();
    }

    private final class TestServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/waits")) {
                waiting.incrementAndGet();
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
            try {
                for (int i = 0; i < (request.getRequestURI().equals("/large") ? 512 : 0); i++) {
                    response.getOutputStream().write(new byte[1 << 20]);
                }
            } catch (IOException tooSlow) {
                brokenOff.countDown();
                throw tooSlow;
            }
            response.getOutputStream().print("it came by " + request.getProtocol());
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
        }
    }

    private RawHttp2 connect(String from, int window, int receiveBuffer) throws IOException {
        RawHttp2 connection = RawHttp2.connect(trusting, server.getPort(), from, window, receiveBuffer);
        connections.add(connection);
        return connection;
    }

    private RawHttp2 connect() throws IOException {
        return connect("127.0.0.1", WINDOW, 0);
    }

    private HttpResponse<String> get(HttpClient client) throws IOException, InterruptedException {
        URI address = URI.create("https://localhost:" + server.getPort() + "/");
        return client.send(HttpRequest.newBuilder(address).timeout(SOON).build(), BodyHandlers.ofString());
    }

    private void assertOthersAreServed() throws IOException, InterruptedException {
        assertThat(get(other).statusCode()).isEqualTo(200);
    }

    @Test
    void who_offers_http2_is_answered_by_it_and_who_does_not_by_http1() throws Exception {
        start();
        HttpResponse<String> by2 =
                get(HttpClient.newBuilder().sslContext(trusting).build());
        assertThat(by2.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(by2.body()).isEqualTo("it came by HTTP/2.0");
        assertThat(get(other).body()).isEqualTo("it came by HTTP/1.1");
    }

    @Test
    void streams_that_are_opened_and_reset_again_and_again_end_their_connection() throws Exception {
        start();
        RawHttp2 connection = connect();
        try {
            for (int i = 0; i < 2_000; i++) {
                connection.get(2 * i + 1, "/");
                connection.reset(2 * i + 1);
            }
        } catch (IOException closed) {
            // That is what is asked for.
        }
        assertThat(answersBeforeTheEnd(connection)).as("answers").isLessThan(200);
        assertOthersAreServed();
    }

    /** Counts answers until the connection is over. */
    private static int answersBeforeTheEnd(RawHttp2 connection) {
        int answers = 0;
        for (Frame frame = connection.next(); frame != null; frame = connection.next()) {
            answers += frame.type() == RawHttp2.HEADERS ? 1 : 0;
            if (frame.type() == RawHttp2.GOAWAY) {
                assertThat(frame.error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
                return answers;
            }
        }
        return answers;
    }

    @Test
    void floods_of_pings_of_settings_and_of_empty_frames_end_their_connection() throws Exception {
        start();
        for (int type : new int[] {RawHttp2.PING, RawHttp2.SETTINGS, RawHttp2.DATA, RawHttp2.CONTINUATION}) {
            RawHttp2 connection = connect();
            if (type == RawHttp2.DATA) {
                connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.request("POST", "/read"));
            } else if (type == RawHttp2.CONTINUATION) {
                connection.send(RawHttp2.HEADERS, 0, 1, RawHttp2.request("GET", "/"));
            }
            int stream = type == RawHttp2.DATA || type == RawHttp2.CONTINUATION ? 1 : 0;
            byte[] payload = new byte[type == RawHttp2.PING ? 8 : 0];
            try {
                for (int i = 0; i < 5_000; i++) {
                    connection.send(type, 0, stream, payload);
                }
            } catch (IOException closed) {
                // That is what is asked for.
            }
            answersBeforeTheEnd(connection);
            await().atMost(SOON).until(() -> connection.next() == null);
        }
        assertOthersAreServed();
    }

    @Test
    void of_too_many_streams_some_are_refused() throws Exception {
        start();
        RawHttp2 connection = connect();
        for (int i = 0; i < 120; i++) {
            connection.get(2 * i + 1, "/waits");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(connection.next(RawHttp2.RST_STREAM).error()).isEqualTo(RawHttp2.REFUSED_STREAM);
        }
        assertOthersAreServed();
        goOn.countDown();
        for (int i = 0; i < 100; i++) {
            assertThat(connection.next(RawHttp2.HEADERS).isOk()).isTrue();
        }
    }

    @Test
    void an_address_with_too_many_requests_under_way_is_answered_with_a_head_alone() throws Exception {
        start();
        for (int i = 0; i < 6; i++) {
            RawHttp2 busy = connect();
            for (int stream = 1; stream < 20; stream += 2) {
                busy.get(stream, "/waits");
            }
        }
        await().atMost(SOON).until(() -> waiting.get() == 60);
        RawHttp2 another = connect("127.0.0.1", 0, 0);
        another.get(1, "/");
        Frame head = another.next(RawHttp2.HEADERS);
        assertThat(head.isOk()).isFalse();
        Frame end = another.next(RawHttp2.DATA);
        assertThat(end.payload()).isEmpty();
        assertThat(end.flags()).isEqualTo(RawHttp2.END_STREAM);
        assertOthersAreServed();
    }

    @Test
    void a_request_that_names_no_server_reaches_none() throws Exception {
        start();
        RawHttp2 connection = connect();
        byte[] nameless = RawHttp2.headers(":method", "GET", ":scheme", "https", ":path", "/");
        connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, nameless);
        assertThat(connection.next(RawHttp2.RST_STREAM).error()).isEqualTo(RawHttp2.PROTOCOL_ERROR);
    }

    @Test
    void a_body_that_drips_is_not_waited_for() throws Exception {
        start();
        RawHttp2 connection = connect();
        connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.request("POST", "/read"));
        connection.send(RawHttp2.DATA, 0, 1, new byte[1]);
        assertThat(connection.next(RawHttp2.HEADERS).isOk()).isFalse();
    }

    @Test
    void a_large_answer_that_is_read_too_slowly_is_broken_off_whatever_window_it_has() throws Exception {
        start();
        RawHttp2 slow = connect("127.0.0.1", Integer.MAX_VALUE, 8 << 10);
        slow.get(1, "/large");
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
            slow.readSome(10 << 10);
            return brokenOff.getCount() == 0;
        });
    }
}
