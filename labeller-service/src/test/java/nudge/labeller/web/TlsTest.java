package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
            Browser browser = new Browser("https://localhost:" + labeller.port(), trusting(own.certificate()));
            Browser.Answer page = browser.get("/sign-in.html");
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

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "nudge", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
