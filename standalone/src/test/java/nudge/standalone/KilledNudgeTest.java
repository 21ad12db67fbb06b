package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nudge.embedded.EmbeddedKafka;
import nudge.labeller.image.Png;
import nudge.mnist.Mnist;
import nudge.network.WeightFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole Nudge, killed with {@code kill -9} while a program labels. Where clocks can be moved, the machine's clock was two
 * hours ahead until then, and is right when Nudge starts again.
 */
@Tag("server")
class KilledNudgeTest {
    private static final int IMAGES = 1_500;

    @TempDir
    private Path folder;

    @Test
    void what_was_acknowledged_is_in_the_log_and_in_kafka_exactly_once_and_in_order() throws Exception {
        Path data = folder.resolve("data");
        int port = NudgeProcess.freePort();
        NudgeProcess first =
                NudgeProcess.start(MovedClock.wrongBy(Duration.ofHours(2)), data, port, "--images", "none");
        LabelledImages.add(first.http(), first.token(), 0, IMAGES);
        StringWriter figures = new StringWriter();
        CompletableFuture<Integer> annotator = CompletableFuture.supplyAsync(() -> Main.commandLine()
                .setOut(new PrintWriter(figures, true))
                .execute("annotate", "--data", data.toString(), "--count", String.valueOf(IMAGES), "--json"));
        Api api = first.api();
        await().atMost(Duration.ofSeconds(60)).until(() -> labelled(api) > IMAGES / 4);
        first.kill();
        MovedClock.cleanUpAfter(first.process().pid());
        try (NudgeProcess second = NudgeProcess.start(data, port, "--images", "none")) {
            // Tasks that were leased and never labelled come back when their lease ends: they are not waited for.
            assertThat(annotator.join()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                var progress = api.get("/api/progress");
                return progress.get("relayed").asLong()
                                == progress.get("position").asLong()
                        && progress.get("trained").asLong() > 0;
            });
            List<String> settled;
            try (Connection database = second.database()) {
                settled = LabelledImages.settled(database);
            }
            int acknowledged =
                    new JsonMapper().readTree(figures.toString()).get("labels").asInt();
            assertThat(settled).hasSize(acknowledged).hasSizeGreaterThan(IMAGES / 4);
            assertThat(LabelledImages.published(RunningNudge.kafka(data))).isEqualTo(settled);
            assertThat(run("audit", data)).isZero();
            assertThat(run("verify", data, latestCheckpoint(api), "--root")).isZero();
            assertThat(run("verify", data, "--all")).isZero();
            assertThat(run("verify", data, "--last", "5")).isZero();
            assertThatAKafkaIsAllThatVerifyingTakes(data);
            assertThatTheModelIsHadAsAFileAndReads(data, api);
            assertThat(run("verify", data, "--consensus")).isZero();
            assertThat(run("verify", data, "--consensus", "1"))
                    .as("one person makes no estimate")
                    .isEqualTo(2);
            assertThatSuspectsGoToReview(data, api);
            assertThat(run("rebuild", data)).isZero();
            assertThat(run("backup", data, folder.resolve("backup").toString())).isZero();
        }
        Path restored = folder.resolve("restored");
        assertThat(run("restore", restored, folder.resolve("backup").toString()))
                .isZero();
        assertThat(run("audit", restored)).isZero();
        assertThat(run("restore", restored, folder.resolve("backup").toString()))
                .as("a second log on top")
                .isEqualTo(1);
    }

    private void assertThatSuspectsGoToReview(Path data, Api api) throws Exception {
        JsonNode tried = review(data, "--folds", "3", "--dry-run");
        assertThat(api.get("/api/review").get("waiting").asLong()).isZero();
        JsonNode sent = review(data, "--folds", "3", "--most", "5");
        assertThat(sent.get("found")).isEqualTo(tried.get("found"));
        // With so few images, networks are wrong now and then.
        assertThat(sent.get("sent").asInt()).isEqualTo(5);
        assertThat(sent.get("asked").asInt()).isEqualTo(5);
        JsonNode waiting = api.get("/api/review?reason=model");
        assertThat(waiting.get("waiting").asLong()).isEqualTo(5);
        Path file = Files.writeString(
                folder.resolve("suspects.csv"),
                "image,score\n" + waiting.get("images").get(0).get("image").asString() + ",0.9\n");
        assertThat(review(data, "--from", file.toString()).get("asked").asInt())
                .as("it waits already")
                .isZero();
    }

    private static JsonNode review(Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of("review", "--data", data.toString(), "--json"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute(all.toArray(String[]::new)))
                .isZero();
        return new JsonMapper().readTree(out.toString());
    }

    private void assertThatAKafkaIsAllThatVerifyingTakes(Path data) throws Exception {
        StringWriter out = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute(
                        "verify",
                        "--all",
                        "--json",
                        "--data",
                        folder.resolve("nothing").toString(),
                        "--kafka-properties",
                        EmbeddedKafka.clientFile(Home.kafka(data)).toString());
        assertThat(exitCode).isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(line.get("holds").asBoolean()).isTrue();
        assertThat(line.get("checkpoints").asLong()).isPositive();
        assertThat(line.get("from").isNull()).isTrue();
    }

    private void assertThatTheModelIsHadAsAFileAndReads(Path data, Api api) throws Exception {
        String checkpoint = latestCheckpoint(api);
        Path onnx = folder.resolve("model.onnx");
        Path safetensors = folder.resolve("model.safetensors");
        assertThat(run("model", data, checkpoint, "--format", "onnx", "--out", onnx.toString()))
                .isZero();
        assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1)).contains(checkpoint);
        assertThat(run("model", data, checkpoint, "--format", "safetensors", "--out", safetensors.toString()))
                .isZero();
        assertThat(WeightFile.metadata(Files.readAllBytes(safetensors))).containsEntry("checkpoint", checkpoint);
        Path picture =
                Files.write(folder.resolve("seven.png"), Png.write(Mnist.test().image(0)));
        assertThat(run("predict", data, picture.toString(), "--checkpoint", checkpoint))
                .isZero();
        assertThat(run("predict", data, picture.toString(), "--model", safetensors.toString()))
                .isZero();
        assertThat(run("model", data, "7-0123456789abcdef", "--format", "onnx")).isEqualTo(1);
        assertThat(run("model", data, "--format", "pickle")).isEqualTo(2);
    }

    private static int run(String command, Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--data", data.toString()));
        all.addAll(List.of(arguments));
        return Main.commandLine().execute(all.toArray(String[]::new));
    }

    private static String latestCheckpoint(Api api) throws InterruptedException {
        return api.get("/api/checkpoints?limit=1").get(0).get("id").asString();
    }

    private static long labelled(Api api) throws InterruptedException {
        return api.get("/api/progress").get("labelled").asLong();
    }
}
