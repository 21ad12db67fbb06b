package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
            assertStreams(labeller, Certificates.trusting(own.certificate()));
        }
    }

    private static void assertStreams(RunningLabeller labeller, SSLContext trusting)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + labeller.port() + "/api/stream"))
                .header("Authorization", "Bearer " + labeller.token())
                .build();
        HttpResponse<InputStream> stream =
                HttpClient.newBuilder().sslContext(trusting).build().send(request, BodyHandlers.ofInputStream());
        try (InputStream events = stream.body()) {
            assertThat(stream.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(events.read()).as("an event, or a sign of life").isPositive();
        }
    }
}
