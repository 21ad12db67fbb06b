package nudge.labeller.web.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import nudge.labeller.model.TestTrainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The champion over HTTP, beside a newer checkpoint that was not promoted. */
@Tag("server")
class ChampionApiTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void predictions_are_the_champions_and_it_tells_by_which_numbers_it_is_one(@TempDir Path kafka) throws Exception {
        try (RunningLabeller labeller = RunningLabeller.start(kafka, Map.of());
                TestTrainer trainer = new TestTrainer(labeller.kafka())) {
            trainer.publishPromoted(1);
            trainer.publish(2);
            await().atMost(SOON)
                    .until(() -> labeller.get("/api/checkpoints").json().size() == 2
                            && labeller.get("/api/champion").status() == 200);
            JsonNode champion = labeller.get("/api/champion").json();
            assertThat(champion.get("checkpoint").asString()).isEqualTo(TestTrainer.id(1));
            assertThat(champion.get("rule").asString()).isEqualTo("harmless");
            assertThat(champion.get("unproven").asBoolean()).isFalse();
            assertThat(champion.get("comparedWith").asString()).isEqualTo(TestTrainer.id(0));
            assertThat(champion.get("anchor").get("checkpoint").asString()).isEqualTo(TestTrainer.id(0));
            JsonNode numbers = champion.get("comparison");
            assertThat(numbers.get("n").asInt()).isEqualTo(100);
            assertThat(numbers.get("b").asInt()).isEqualTo(1);
            assertThat(numbers.get("c").asInt()).isEqualTo(2);
            assertThat(numbers.get("recall").get(3).asDouble()).isEqualTo(0.9);
            JsonNode reading = labeller.post("/api/predict", "application/octet-stream", new byte[784])
                    .json();
            assertThat(reading.get("checkpoint").asString()).isEqualTo(TestTrainer.id(1));
            assertThat(reading.get("unproven").asBoolean()).isFalse();

            trainer.publishPromoted(3);
            await().atMost(SOON)
                    .until(() -> labeller.post("/api/predict", "application/octet-stream", new byte[784])
                            .json()
                            .get("checkpoint")
                            .asString()
                            .equals(TestTrainer.id(3)));
        }
    }
}
