package nudge.labeller.web.training;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import nudge.labeller.model.TestTrainer;
import org.springframework.util.FileSystemUtils;

/**
 * A labeller with three checkpoints, 0 to 2; the weights of the last are forgotten, so that 1 is its model. It starts once for
 * the tests of the model over HTTP, and ends with their process.
 */
final class TrainedLabeller {
    private static RunningLabeller shared;

    private TrainedLabeller() {}

    static synchronized RunningLabeller get() {
        if (shared == null) {
            try {
                Path kafka = Files.createTempDirectory("trained-labeller");
                shared = started(kafka);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kafka)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        }
        return shared;
    }

    private static RunningLabeller started(Path kafka) throws SQLException, InterruptedException {
        RunningLabeller labeller = RunningLabeller.start(kafka, Map.of());
        try (TestTrainer trainer = new TestTrainer(labeller.kafka())) {
            trainer.publish(0);
            trainer.publish(1);
            // The model of checkpoint 1 must be there before: what comes later replaces what is still waiting.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> labeller.post("/api/predict", "application/octet-stream", new byte[784])
                            .json()
                            .path("checkpoint")
                            .asString("")
                            .equals(TestTrainer.id(1)));
            trainer.publishForgotten(2);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> labeller.get("/api/checkpoints").json().size() == 3);
        return labeller;
    }

    private static void stop(Path kafka) {
        try {
            shared.close();
            FileSystemUtils.deleteRecursively(kafka);
        } catch (InterruptedException | IOException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
