package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nudge.events.CheckpointPublished;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two trainers of one model on a real broker. */
@Tag("server")
class StandbyTest {
    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    private Trainer trainer(String instance) {
        return Trainer.start(kafka.configuration(Map.of("NUDGE_TRAINER_INSTANCE", instance)));
    }

    @Test
    void one_trains_and_the_other_takes_over_when_it_leaves() {
        try (Relayed relayed = new Relayed(kafka.settings());
                Trainer first = trainer("first")) {
            awaitState(first, "TRAINING", "PARKED");
            try (Trainer second = trainer("second")) {
                awaitState(second, "STANDBY");
                relayed.labels(0, 100);
                awaitHorizon(relayed.offset());
                awaitState(first, "TRAINING", "PARKED");
                awaitState(second, "STANDBY");
                first.close();
                relayed.labels(100, 200);
                awaitHorizon(relayed.offset());
                awaitState(second, "TRAINING", "PARKED");
                assertEachFollowsTheOneBefore(kafka.checkpoints());
            }
        }
    }

    @Test
    void a_name_belongs_to_one_trainer() {
        try (Trainer first = trainer("same")) {
            awaitState(first, "TRAINING", "PARKED");
            try (Trainer second = trainer("same")) {
                awaitState(second, "TRAINING", "PARKED");
                awaitState(first, "HALTED");
            }
        }
    }

    private static void assertEachFollowsTheOneBefore(List<CheckpointPublished> checkpoints) {
        for (int i = 1; i < checkpoints.size(); i++) {
            assertThat(checkpoints.get(i).parent())
                    .isEqualTo(checkpoints.get(i - 1).id());
        }
    }

    private void awaitHorizon(long offset) {
        Awaitility.await()
                .atMost(Health.DEADLINE)
                .until(() -> kafka.checkpoints().stream().anyMatch(checkpoint -> checkpoint.offset() >= offset));
    }

    private static void awaitState(Trainer trainer, String... states) {
        Health.awaitState(trainer.httpPort(), states);
    }
}
