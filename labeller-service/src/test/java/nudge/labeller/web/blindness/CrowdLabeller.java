package nudge.labeller.web.blindness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.RunningLabeller;
import nudge.labeller.TestSockets;
import nudge.labeller.TestStore;
import nudge.labeller.access.Access;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.model.TestTrainer;
import nudge.labeller.quality.QualityCommand;
import org.springframework.util.FileSystemUtils;

/**
 * A labeller under the policy crowd, with hidden images of known digits among those that wait, and a checkpoint. It starts once for
 * the tests of who sees what, and ends with their process.
 */
final class CrowdLabeller {
    static final int GOLD = 120;
    static final int OTHERS = 500;
    /** Half of what is handed out is gold, and nobody has a quiz before. */
    private static final String POLICY = "{\"policy\": \"crowd\", \"settings\": {\"quiz\": 0, \"gold\": 0.5,"
            + " \"gold_at_first\": 0.5, \"hidden\": 0, \"most\": 20}}";

    private static CrowdLabeller shared;

    final RunningLabeller labeller;
    final TestTrainer trainer;
    /** The digit of each image that is gold. */
    final Map<UUID, Integer> gold = new HashMap<>();

    private CrowdLabeller(Path kafka) throws SQLException, InterruptedException, IOException {
        labeller = RunningLabeller.start(kafka, Map.of(), TestSockets.inAddress());
        List<NewImage> images = new ArrayList<>();
        for (int i = 0; i < GOLD + OTHERS; i++) {
            boolean known = i < GOLD;
            images.add(new NewImage(
                    TestStore.pixels(i).bytes(),
                    known ? Split.HELD_OUT : Split.TRAIN,
                    known ? OptionalInt.of(i % 10) : OptionalInt.empty(),
                    "test"));
            if (known) {
                gold.put(TestStore.pixels(i).imageId(), i % 10);
            }
        }
        labeller.images().add(images);
        trainer = new TestTrainer(labeller.kafka());
        trainer.publishPromoted(0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> labeller.get("/api/checkpoints").json().size() == 1
                        && labeller.get("/api/champion").status() == 200);
        RunningLabeller.Answer set = labeller.put("/api/quality/policy", POLICY);
        if (set.status() != 200) {
            throw new AssertionError("expected the policy crowd, got " + set);
        }
        labeller.submit(new QualityRequest(Access.SYSTEM, new QualityCommand.ChooseGold(gold, "the tests know them")));
    }

    static synchronized CrowdLabeller get() {
        if (shared == null) {
            try {
                Path kafka = Files.createTempDirectory("crowd-labeller");
                shared = new CrowdLabeller(kafka);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(kafka)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (SQLException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        }
        return shared;
    }

    private static void stop(Path kafka) {
        try {
            shared.trainer.close();
            shared.labeller.close();
            FileSystemUtils.deleteRecursively(kafka);
        } catch (InterruptedException | IOException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
