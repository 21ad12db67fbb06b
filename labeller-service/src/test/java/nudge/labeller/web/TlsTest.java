package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import nudge.embedded.SelfSigned;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void a_certificate_and_its_key_are_all_that_tls_takes() throws Exception {
        SelfSigned own = SelfSigned.make(folder, "localhost");
        try (RunningLabeller labeller = RunningLabeller.start(
                folder.resolve("kafka"),
                Map.of(
                        "NUDGE_LABELLER_HTTP_ADDRESS", "0.0.0.0",
                        "NUDGE_LABELLER_TLS_CERTIFICATE", own.certificate().toString(),
                        "NUDGE_LABELLER_TLS_KEY", own.key().toString()))) {
            String link = labeller.firstAdministratorLink().orElseThrow();
            assertThat(link).startsWith("https://127.0.0.1:" + labeller.port() + "/welcome.html#nudge_");
            Browser browser =
                    new Browser("https://localhost:" + labeller.port(), Certificates.trusting(own.certificate()));
            Browser.Answer page = browser.get("/sign-in.html");
            assertThat(page.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(page.header("Set-Cookie"))
                    .contains("__Host-XSRF-TOKEN-" + labeller.port() + "=")
                    .contains("Secure");
            Browser.Answer in = browser.accept(link.substring(link.indexOf('#') + 1), "Ada");
            assertThat(in.status()).isEqualTo(200);
            assertThat(in.header("Set-Cookie")).contains("__Host-nudge-session-", "; Secure", "; HttpOnly");
            assertThat(browser.cookies.keySet())
                    .hasSize(3)
                    .allSatisfy(name -> assertThat(name).startsWith("__Host-"));
            assertThat(browser.name()).isEqualTo("Ada");
            assertThat(statusWithoutAName(labeller.port(), Certificates.trusting(own.certificate())))
                    .isEqualTo(400);
        }
    }

    /** What is answered to a request that names no server, which HTTP/2 allows. */
    private static int statusWithoutAName(int port, SSLContext trusting) throws IOException {
        try (RawHttp2 connection = RawHttp2.connect(trusting, port, "127.0.0.1", 1 << 20, 0)) {
            byte[] headers = RawHttp2.headers(":method", "GET", ":scheme", "https", ":path", "/sign-in.html");
            connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, headers);
            return connection.next(RawHttp2.HEADERS).status();
        }
    }
}
