package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nudge.embedded.SelfSigned;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nudge behind nginx, by the file of deploy/ and by no file at all. */
@Tag("server")
class ReverseProxyTest {
    private static final String NAME = "nudge.example.org";
    private static final Path ORDINARY = Path.of("/etc/nginx/nginx.conf");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void pages_labels_imports_and_the_live_stream_go_through_nginx() throws Exception {
        Path nginx = nginx();
        int port = NudgeProcess.freePort();
        int plain = NudgeProcess.freePort();
        String http = "https://" + NAME + ":" + port;
        Map<String, String> settings =
                Map.of("NUDGE_LABELLER_HTTP_PROXIES", "127[.]0[.]0[.]1", "NUDGE_LABELLER_HTTP_PUBLIC_ADDRESS", http);
        try (NudgeProcess nudge =
                NudgeProcess.start(settings, folder.resolve("data"), NudgeProcess.freePort(), "--images", "none")) {
            Process proxy = start(nginx, nudge.port(), port, plain);
            try (Chromium page = Chromium.start(
                    http, "--host-resolver-rules=MAP " + NAME + " 127.0.0.1", "--ignore-certificate-errors")) {
                LabelledImages.add(nudge.http(), nudge.token(), 0, 40);
                page.accept(nudge.firstAdministratorLink(), "Hedy Lamarr", PagesNudge.PASSWORD);
                assertPageIsServedAndLive(page, nudge.api());
                assertLargeFileIsTaken(page);
                assertStreamIsNotHeldBack(nudge, plain);
            } finally {
                proxy.destroy();
                assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static void assertPageIsServedAndLive(Chromium page, Api api) throws InterruptedException {
        String image = page.awaitNextImage("");
        page.press("4");
        page.awaitNextImage(image);
        page.awaitStatus("All labels saved");
        assertThat(page.script("return performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                .isEqualTo("h2");
        // Checkpoints come by the stream alone.
        String before = page.text("#training-text");
        for (Api.Task task : api.tasks(8)) {
            api.label(task, 7, 0);
        }
        page.await(() -> page.text("#training-text").matches("It has \\d+ labelled images .*")
                && !page.text("#training-text").equals(before));
    }

    /** nginx takes a megabyte, unless it is told. */
    private static void assertLargeFileIsTaken(Chromium page) {
        Object status = page.script("""
                const token = document.cookie.match(/XSRF-TOKEN[^=]*=([^;]+)/)[1];
                const body = new Uint8Array(3 << 20).fill(10); // empty lines
                const headers = { "Content-Type": "text/csv", "X-XSRF-TOKEN": token };
                const request = new XMLHttpRequest();
                request.open("POST", "/api/imports", false);
                for (const name in headers) request.setRequestHeader(name, headers[name]);
                request.send(body);
                return request.status;""");
        assertThat(status).isEqualTo(200L);
    }

    /** By a proxy that is told nothing but where Nudge is. */
    private static void assertStreamIsNotHeldBack(NudgeProcess nudge, int plain) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plain + "/api/stream"))
                .header("Authorization", "Bearer " + nudge.token())
                .build();
        HttpResponse<InputStream> stream = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            CompletableFuture<String> sign = CompletableFuture.supplyAsync(() ->
                    lines.lines().filter(line -> line.equals(":")).findFirst().orElse(""));
            assertThat(sign.get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("a sign of life")
                    .isEqualTo(":");
        }
    }

    private static Path nginx() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(program -> Files.isExecutable(program) && Files.isReadable(ORDINARY))
                .findFirst()
                .orElseGet(() -> {
                    System.out.println("SKIPPED: Nudge behind nginx, which is not installed (Debian: nginx-light)");
                    assumeTrue(false, "SKIPPED: nginx is not installed");
                    throw new AssertionError();
                });
    }

    /** As Debian configures it, with the file of deploy/ for this Nudge, and a server that is told nothing else. */
    private Process start(Path nginx, int nudge, int port, int plain) throws IOException, InterruptedException {
        SelfSigned own = SelfSigned.make(folder, NAME);
        String site = Files.readString(ComposeFile.PROJECT.resolve("deploy/nginx.conf"));
        Path sites = Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(
                sites.resolve("nudge.conf"),
                replaced(
                        site,
                        Map.of(
                                "127.0.0.1:8080",
                                "127.0.0.1:" + nudge,
                                "listen 443 ssl",
                                "listen 127.0.0.1:" + port + " ssl",
                                "/etc/ssl/nudge.crt",
                                own.certificate().toString(),
                                "/etc/ssl/nudge.key",
                                own.key().toString())));
        Files.writeString(
                sites.resolve("plain.conf"),
                "server { listen 127.0.0.1:" + plain + "; location / { proxy_pass http://127.0.0.1:" + nudge + "; } }");
        Path whole = Files.writeString(
                folder.resolve("nginx.conf"),
                replaced(
                        Files.readString(ORDINARY),
                        Map.of(
                                "/run/nginx.pid",
                                folder.resolve("nginx.pid").toString(),
                                "/var/log/nginx/",
                                folder + "/",
                                "include /etc/nginx/conf.d/*.conf",
                                "include " + sites + "/*.conf",
                                "include /etc/nginx/sites-enabled/*;",
                                "")));
        Process proxy = new ProcessBuilder(nginx.toString(), "-c", whole.toString(), "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        Awaitility.await().atMost(SOON).until(() -> {
            assertThat(proxy.isAlive())
                    .as("nginx runs; it said: %s", Files.readString(folder.resolve("nginx.out")))
                    .isTrue();
            return answers(port);
        });
        return proxy;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String replaced(String text, Map<String, String> changes) {
        String changed = text;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(changed).contains(change.getKey());
            changed = changed.replace(change.getKey(), change.getValue());
        }
        return changed;
    }
}
