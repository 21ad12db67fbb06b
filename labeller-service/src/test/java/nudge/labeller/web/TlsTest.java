package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void a_certificate_and_its_key_are_all_that_tls_takes() throws Exception {
        KeyStore keys = selfSigned();
        Path certificate = pem("CERTIFICATE", keys.getCertificate("nudge").getEncoded());
        Path key =
                pem("PRIVATE KEY", keys.getKey("nudge", PASSWORD.toCharArray()).getEncoded());
        try (RunningLabeller labeller = RunningLabeller.start(
                folder.resolve("kafka"),
                Map.of(
                        "NUDGE_LABELLER_HTTP_ADDRESS", "0.0.0.0",
                        "NUDGE_LABELLER_TLS_CERTIFICATE", certificate.toString(),
                        "NUDGE_LABELLER_TLS_KEY", key.toString()))) {
            String link = labeller.firstAdministratorLink().orElseThrow();
            assertThat(link).startsWith("https://127.0.0.1:" + labeller.port() + "/welcome.html#nudge_");
            Browser browser = new Browser("https://localhost:" + labeller.port(), trusting(keys));
            Browser.Answer page = browser.get("/sign-in.html");
            assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(page.header("Set-Cookie")).contains("XSRF-TOKEN=").contains("Secure");
            Browser.Answer in = browser.accept(link.substring(link.indexOf('#') + 1), "Ada");
            assertThat(in.status()).isEqualTo(200);
            assertThat(in.header("Set-Cookie")).contains("__Host-nudge-session-", "; Secure", "; HttpOnly");
            assertThat(browser.name()).isEqualTo("Ada");
        }
    }

    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "nudge",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "1",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private Path pem(String what, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("nudge", keys.getCertificate("nudge"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
