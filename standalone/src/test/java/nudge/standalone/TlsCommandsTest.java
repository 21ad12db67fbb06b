package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.embedded.SelfSigned;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs of a Nudge that was given a certificate, whose name is none of this machine's. */
@Tag("server")
class TlsCommandsTest {
    private static final int IMAGES = 12;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static NudgeProcess nudge;
    private static int port;

    private record Ended(int exitCode, String out, String error) {}

    @BeforeAll
    static void start() throws Exception {
        SelfSigned own = SelfSigned.make(folder, "nudge.example.org");
        Path together = folder.resolve("together.pem");
        Files.writeString(together, Files.readString(own.key()) + Files.readString(own.certificate()));
        port = NudgeProcess.freePort();
        nudge = NudgeProcess.start(
                Map.of(
                        "NUDGE_LABELLER_TLS_CERTIFICATE",
                        together.toString(),
                        "NUDGE_LABELLER_TLS_KEY",
                        own.key().toString(),
                        "NUDGE_LABELLER_HTTP_PUBLIC_ADDRESS",
                        "https://nudge.example.org"),
                folder.resolve("data"),
                port,
                "--images",
                "none");
    }

    @AfterAll
    static void stop() {
        nudge.close();
    }

    /** Runs a command as ./nudge does. */
    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), error.toString());
    }

    private static Ended onData(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", nudge.data().toString()));
        return run(all.toArray(String[]::new));
    }

    /** Images of MNIST without their labels. */
    private static String csv(int from, int to) {
        StringBuilder rows = new StringBuilder();
        for (int image = from; image < to; image++) {
            for (byte pixel : Mnist.train().image(image)) {
                rows.append(',').append(pixel & 0xff);
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    @Test
    void every_program_of_its_user_speaks_tls_with_it() throws Exception {
        Path digits = Files.writeString(folder.resolve("digits.csv"), csv(0, IMAGES));
        Ended imported = onData("import", digits.toString());
        assertThat(imported.error()).doesNotContain("nudge:");
        assertThat(imported.out()).startsWith(IMAGES + " images added");
        Path export = folder.resolve("export.csv");
        assertThat(onData("export", "--format", "csv", "--out", export.toString())
                        .exitCode())
                .isZero();
        assertThat(Files.readAllLines(export)).as("a heading and the images").hasSize(1 + IMAGES);
        assertThat(onData("export", "--format", "csv", "--at", "0", "--out", export.toString())
                        .out())
                .contains("holds the images as of position 0");
        assertThat(Files.readAllLines(export)).as("a heading alone").hasSize(1);
        assertThat(onData("annotate", "--count", String.valueOf(IMAGES)).out()).startsWith(IMAGES + " labels in");
        assertThat(onData("invite", "--port", String.valueOf(port)).out())
                .startsWith("https://nudge.example.org/welcome.html#nudge_");
        assertThat(nudge.output()).contains("https://nudge.example.org/welcome.html#nudge_");
        assertThat(Files.readString(nudge.data().resolve("running.json"))).doesNotContain("PRIVATE KEY");
        assertThatACrowdLabels();
    }

    private static void assertThatACrowdLabels() throws Exception {
        Path more = Files.writeString(folder.resolve("more.csv"), csv(IMAGES, IMAGES + 60));
        assertThat(onData("import", more.toString()).exitCode()).isZero();
        JsonNode solo = crowd("--crowd", "2*good:1,1*always:7", "--count", "20");
        assertThat(solo.get("policy").asString()).isEqualTo("solo");
        assertThat(solo.get("images").asInt()).isEqualTo(20);
        assertThat(solo.get("labels").asInt()).isEqualTo(20);
        assertThat(solo.get("settled").asInt()).isEqualTo(20);
        assertThat(solo.get("right").asInt()).isBetween(1, 19);
        assertThat(solo.get("people")
                        .valueStream()
                        .mapToInt(person -> person.get("labels").asInt()))
                .hasSize(3)
                .allMatch(labels -> labels <= 8);

        assertThat(settleByCrowd().statusCode()).isEqualTo(200);
        JsonNode crowd = crowd("--crowd", "3*good:1,1*sloppy:0.5", "--seed", "2");
        assertThat(crowd.get("images").asInt()).isEqualTo(40);
        assertThat(crowd.get("settled").asInt()).isEqualTo(40);
        assertThat(crowd.get("settledRight").asDouble()).isEqualTo(1);
        assertThat(crowd.get("labelsPerImage").asDouble()).isBetween(2.0, 3.0);
        Ended nothing = onData("annotate", "--crowd", "1*good");
        assertThat(nothing.exitCode()).as(nothing.error()).isZero();
        assertThat(nothing.out()).startsWith("0 images by the policy");

        Path stranger = Files.writeString(folder.resolve("stranger.csv"), ",200,90".repeat(392) + "\n");
        assertThat(onData("import", stranger.toString()).exitCode()).isZero();
        Ended unknown = onData("annotate", "--crowd", "2*good:1");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.error().lines().filter(line -> line.startsWith("nudge:")))
                .hasSize(1)
                .allMatch(line -> line.contains("is not one of MNIST"));
    }

    private static JsonNode crowd(String... arguments) {
        List<String> all = new ArrayList<>(List.of("annotate", "--json"));
        all.addAll(List.of(arguments));
        Ended ended = onData(all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.error()).isZero();
        return new JsonMapper().readTree(ended.out());
    }

    private static HttpResponse<String> settleByCrowd() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/quality/policy"))
                .header("Authorization", "Bearer " + nudge.token())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"policy\": \"crowd\", \"settings\": {}}"))
                .build();
        return HttpClient.newBuilder()
                .sslContext(PinnedTrust.in(Files.readString(folder.resolve("nudge.example.org.pem"))))
                .build()
                .send(request, BodyHandlers.ofString());
    }

    @Test
    void programs_from_elsewhere_need_a_token_and_a_certificate_that_they_trust() {
        String url = "https://localhost:" + port;
        assertThat(run("invite", "--url", url).error())
                .hasLineCount(1)
                .contains("expected a token of the Nudge at " + url);
        Ended stranger = run("invite", "--url", url, "--token", nudge.token());
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.error())
                .hasLineCount(1)
                .contains("expected " + url + " to show a certificate that is trusted here", "--certificate");
        Ended known = run(
                "invite",
                "--url",
                url,
                "--token",
                nudge.token(),
                "--certificate",
                folder.resolve("nudge.example.org.pem").toString());
        assertThat(known.exitCode()).isZero();
        assertThat(run("invite", "--url", "http://127.0.0.1:" + port, "--token", nudge.token())
                        .error())
                .contains("it speaks TLS: use --url https://");
        assertThat(run(
                                "invite",
                                "--url",
                                url,
                                "--token",
                                "x",
                                "--certificate",
                                folder.resolve("nudge.example.org.key").toString())
                        .error())
                .contains("expected a certificate in PEM form, got none");
    }
}
