package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.network.WeightFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainers on machines of other languages: numbers have other digits there, and the capital of i has a dot. */
@Tag("server")
class LocaleTest {
    private final KafkaOfTest kafka = KafkaOfTest.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=ar -Duser.country=SA -Duser.extensions=u-nu-arab", "-Duser.language=tr"})
    void subscribers_read_the_checkpoints_of_a_trainer_abroad(String abroad) throws Exception {
        Process trainer = kafka.startTrainer(Map.of("JDK_JAVA_OPTIONS", abroad));
        try (Relayed relayed = new Relayed(kafka.settings());
                CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(kafka.settings(), Start.EARLIEST)) {
            relayed.labels(0, 20);
            Update.Checkpoint checkpoint = Awaitility.await()
                    .atMost(Health.DEADLINE)
                    .until(() -> first(subscriber.poll(Duration.ofSeconds(1))), found -> found != null);
            TrainerConfiguration here = kafka.configuration(Map.of());
            assertThat(WeightFile.read(checkpoint.weights()).spec()).isEqualTo(here.network());
            assertThat(Verification.of(here, checkpoint.event().id(), Verification.From.ROOT)
                            .holds())
                    .isTrue();
        } finally {
            trainer.destroyForcibly().waitFor();
        }
    }

    private static Update.Checkpoint first(List<Update> updates) {
        return updates.stream()
                .filter(Update.Checkpoint.class::isInstance)
                .map(Update.Checkpoint.class::cast)
                .findFirst()
                .orElse(null);
    }
}
