package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
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
        }
    }
}
