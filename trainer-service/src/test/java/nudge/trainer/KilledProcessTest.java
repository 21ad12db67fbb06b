package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nudge.events.CheckpointPublished;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A trainer in a process of its own is killed twice in the middle of its work; its successor's checkpoints hold to the root. */
@Tag("server")
class KilledProcessTest {
    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    @Test
    void a_killed_process_leaves_one_whole_lineage() throws Exception {
        try (Relayed relayed = new Relayed(kafka.settings())) {
            for (int kill = 1; kill <= 2; kill++) {
                Process trainer = kafka.startTrainer(Map.of());
                try {
                    relayed.labels(200 * kill, 200 * kill + 200);
                    int before = 2 * kill;
                    Awaitility.await()
                            .atMost(Health.DEADLINE)
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> kafka.checkpoints().size() >= before);
                } finally {
                    trainer.destroyForcibly().waitFor();
                }
            }
            try (Trainer successor = Trainer.start(kafka.configuration(Map.of()))) {
                Health.awaitParked(successor.httpPort(), relayed);
            }
        }
        List<CheckpointPublished> checkpoints = kafka.checkpoints();
        Verification derived = Verification.of(
                kafka.configuration(Map.of()),
                checkpoints.get(checkpoints.size() - 1).id(),
                Verification.From.ROOT);
        assertThat(derived.holds()).isTrue();
        assertThat(derived.checkpoints()).isEqualTo(checkpoints.size());
    }
}
