package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nudge.embedded.SelfSigned;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/** What slow clients and those who open many connections can do to the server beneath all routes. */
class ServerLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(6);
    private static final DataRate HASTE = new DataRate(Duration.ofMillis(500), 8 << 10);
    /** Of answers: the buffers beneath take some KB at a time. */
    private static final DataRate MEGABYTE = new DataRate(Duration.ofMillis(500), 1 << 20);

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private WebServer server;
    private RawRequests requests;

    @AfterEach
    void stop() throws IOException {
        goOn.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    private void start(int connections, @Nullable String proxies, boolean forwarded) {
        start(new TomcatServletWebServerFactory(0), connections, proxies, forwarded);
    }

    private void start(
            TomcatServletWebServerFactory tomcat, int connections, @Nullable String proxies, boolean forwarded) {
        tomcat.setAddress(InetAddress.getLoopbackAddress());
        if (forwarded) {
            tomcat.addEngineValves(new RemoteIpValve());
        }
        new ServerLimits(connections, proxies, Duration.ofSeconds(1), HASTE, MEGABYTE).customize(tomcat);
        tomcat.addConnectorCustomizers(connector -> connector.setProperty("socket.txBufSize", "16384"));
        server = tomcat.getWebServer(
                context -> context.addServlet("test", new TestServlet()).addMapping("/*"));
        server.start();
        requests = new RawRequests(server.getPort());
    }

    private final class TestServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/waits")) {
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
            if (request.getRequestURI().equals("/large")) {
                try {
                    for (int i = 0; i < 512; i++) {
                        response.getOutputStream().write(new byte[1 << 20]);
                    }
                } catch (IOException tooSlow) {
                    brokenOff.countDown();
                    throw tooSlow;
                }
            }
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/read")) {
                request.getInputStream().readAllBytes();
            } else {
                response.setStatus(401);
            }
        }
    }

    private Socket open(String from, String request) throws IOException {
        Socket socket = requests.connect(from);
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isOver(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            while (socket.getInputStream().available() > 0) {
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            }
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private String get(String from) throws IOException {
        return requests.send(from, RawRequests.get("/", "localhost"));
    }

    @Test
    void an_address_has_so_many_connections_and_others_have_theirs() throws Exception {
        start(5, null, false);
        for (int i = 0; i < 5; i++) {
            open("127.0.0.5", "");
        }
        await().atMost(SOON).until(() -> isOver(open("127.0.0.5", "")));
        assertThat(get("127.0.0.6")).startsWith("HTTP/1.1 200");
        sockets.get(0).close();
        // The server closes its end as soon as it hears of it.
        await().atMost(SOON).ignoreExceptions().until(() -> get("127.0.0.5").startsWith("HTTP/1.1 200"));
    }

    @Test
    void a_proxy_has_any_number_of_connections_and_whom_it_forwards_so_many_requests() throws Exception {
        start(3, "127[.]0[.]0[.]7", true);
        String waits = "GET /waits HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.1.1.1\r\n\r\n";
        for (int i = 0; i < 10; i++) {
            open("127.0.0.7", i < 3 ? waits : "");
        }
        await().atMost(SOON)
                .until(() -> requests.send("127.0.0.7", RawRequests.get("/", "localhost", "X-Forwarded-For: 10.1.1.1"))
                        .startsWith("HTTP/1.1 429"));
        assertThat(requests.send("127.0.0.7", RawRequests.get("/", "localhost", "X-Forwarded-For: 10.1.1.2")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void the_head_of_a_request_that_drips_is_not_waited_for() throws Exception {
        start(100, null, false);
        Socket dripping = open("127.0.0.1", "GET / HTTP/1.1\r\nX-");
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> isOver(dripping));
    }

    @Test
    void a_tls_handshake_that_drips_is_not_waited_for(@TempDir Path folder) throws Exception {
        SelfSigned own = SelfSigned.make(folder, "localhost");
        Ssl tls = new Ssl();
        tls.setCertificate("file:" + own.certificate());
        tls.setCertificatePrivateKey("file:" + own.key());
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
        tomcat.setSsl(tls);
        start(tomcat, 100, null, false);
        Socket dripping = requests.connect("127.0.0.1");
        sockets.add(dripping);
        // A record of 16 KB, of which there comes a byte now and then.
        dripping.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 252, 3, 3});
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> isOver(dripping));
    }

    @Test
    void a_body_that_drips_is_not_waited_for_whether_anybody_reads_it_or_not() throws Exception {
        start(100, null, false);
        for (String path : List.of("/read", "/unread")) {
            Socket dripping =
                    open("127.0.0.1", "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n");
            if (path.equals("/unread")) {
                assertThat(RawRequests.head(dripping)).startsWith("HTTP/1.1 401");
            }
            await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> isOver(dripping));
        }
    }

    @Test
    void a_body_that_nobody_reads_does_not_spoil_the_next_request() throws Exception {
        start(100, null, false);
        Socket socket = open(
                "127.0.0.1",
                "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(20_000)
                        + RawRequests.get("/", "localhost"));
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200");
    }

    @Test
    void an_answer_that_is_read_too_slowly_is_broken_off() throws Exception {
        start(100, null, false);
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 << 10);
            slow.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
            slow.getOutputStream()
                    .write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
                slow.getInputStream().skip(10 << 10);
                return brokenOff.getCount() == 0;
            });
        }
    }
}
