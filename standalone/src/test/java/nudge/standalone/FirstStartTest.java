package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code ./nudge up} on an empty data folder: MNIST comes in while people label. */
@Tag("server")
class FirstStartTest {
    private static final Duration STARTS = Duration.ofSeconds(90);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void there_is_a_task_before_all_images_are_in_and_a_killed_import_goes_on() throws Exception {
        Path data = folder.resolve("data");
        int port = NudgeProcess.freePort();
        NudgeProcess first = NudgeProcess.launch(data, port);
        await().atMost(STARTS).until(() -> first.output().contains(first.http()));

        assertThat(data.resolve("mnist-loaded")).as("all images are in").doesNotExist();
        Api.Task task = first.api().tasks(1).get(0);
        Api.Receipt receipt = first.api().label(task, 3, 0);
        assertThat(receipt.image()).isEqualTo(task.image());
        await().atMost(STARTS).until(() -> importing(first) > 0);
        assertThat(data.resolve("mnist-loaded")).as("all images are in").doesNotExist();
        first.kill();

        try (NudgeProcess second = NudgeProcess.launch(data, port)) {
            await().atMost(STARTS).until(() -> second.output().contains(second.http()));
            StringWriter said = new StringWriter();
            CommandLine audit =
                    Main.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
            assertThat(audit.execute("audit", "--data", data.toString()))
                    .as(said.toString())
                    .isZero();
            await().atMost(STARTS).until(() -> Files.exists(data.resolve("mnist-loaded")));
            JsonNode progress = second.api().get("/api/progress");
            assertThat(progress.get("images").asLong()).isEqualTo(60_000);
            assertThat(progress.get("heldOut").asLong()).isEqualTo(10_000);
            assertThat(progress.get("labelled").asLong()).isEqualTo(1);
            assertThat(progress.get("importing").asLong()).isZero();
        }
        assertThat(Files.exists(data.resolve("running.json"))).isFalse();
    }

    private static long importing(NudgeProcess nudge) throws InterruptedException {
        return nudge.api().get("/api/progress").get("importing").asLong();
    }
}
