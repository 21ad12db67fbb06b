package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A replica that lacks the last commits becomes the database. Follows docs/operations.md. */
@Tag("server")
class ReplicaBehindTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void the_relay_halts_and_says_why_people_go_on_labelling_and_the_runbook_leads_out() throws Exception {
        Path data = folder.resolve("data");
        int port = NudgeProcess.freePort();
        try (NudgeProcess nudge = NudgeProcess.start(data, port, "--images", "none")) {
            LabelledImages.add(nudge.http(), nudge.token(), 0, 60);
            label(nudge.api(), 20);
        }
        Path replica = folder.resolve("replica");
        assertThat(new ProcessBuilder("cp", "-a", data.resolve("postgres").toString(), replica.toString())
                        .start()
                        .waitFor())
                .isZero();
        try (NudgeProcess primary = NudgeProcess.start(data, port, "--images", "none")) {
            label(primary.api(), 20);
            awaitRelayed(primary.api());
        }
        Files.move(data.resolve("postgres"), folder.resolve("lost"));
        Files.move(replica, data.resolve("postgres"));
        try (NudgeProcess behind = NudgeProcess.start(data, port, "--images", "none")) {
            Api api = behind.api();
            await().atMost(SOON)
                    .until(() -> api.get("/api/progress")
                            .get("relay")
                            .get("state")
                            .asString()
                            .equals("halted"));
            JsonNode progress = api.get("/api/progress");
            assertThat(progress.get("services").get("relay").asString()).isEqualTo("down");
            assertThat(progress.get("relay").get("reason").asString())
                    .contains("the database is older than Kafka")
                    .contains("docs/operations.md#the-database-is-older-than-kafka");
            label(api, 5);
            assertThat(api.get("/actuator/health/readiness").get("status").asString())
                    .as("people can label")
                    .isEqualTo("UP");
        }
        // "An empty Kafka", on one machine.
        Files.move(data.resolve("kafka"), data.resolve("kafka.old"));
        try (NudgeProcess nudge = NudgeProcess.start(data, port, "--images", "none")) {
            awaitRelayed(nudge.api());
            await().atMost(SOON)
                    .until(() -> nudge.api().get("/api/progress").get("trained").asLong() > 0);
            assertThat(nudge.api()
                            .get("/api/progress")
                            .get("services")
                            .get("relay")
                            .asString())
                    .isEqualTo("up");
            assertThat(Main.commandLine().execute("audit", "--data", data.toString()))
                    .as("findings of the audit")
                    .isZero();
        }
    }

    private static void label(Api api, int count) throws InterruptedException {
        for (Api.Task task : api.tasks(count)) {
            api.label(task, 7, 500);
        }
    }

    private static void awaitRelayed(Api api) {
        await().atMost(SOON).until(() -> {
            JsonNode progress = api.get("/api/progress");
            return progress.get("relayed").asLong() == progress.get("position").asLong();
        });
    }
}
