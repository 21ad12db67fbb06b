package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.network.WeightFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On machines of other languages: numbers have other digits there, and the capital of i has a dot. */
@Tag("server")
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void goHome() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-SA-u-nu-arab", "tr-TR"})
    void subscribers_read_the_checkpoints_of_a_trainer_abroad(String abroad) {
        KafkaOfTest kafka = KafkaOfTest.fresh();
        Locale.setDefault(Locale.forLanguageTag(abroad));
        try (Trainer trainer = Trainer.start(kafka.configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.settings());
                CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(kafka.settings(), Start.EARLIEST)) {
            relayed.labels(0, 20);
            Health.awaitParked(trainer.httpPort(), relayed);
            Update.Checkpoint checkpoint = Awaitility.await()
                    .atMost(Health.DEADLINE)
                    .until(() -> first(subscriber.poll(Duration.ofSeconds(1))), found -> found != null);
            assertThat(WeightFile.read(checkpoint.weights()).spec())
                    .isEqualTo(kafka.configuration(Map.of()).network());
            assertThat(Verification.of(
                                    kafka.configuration(Map.of()),
                                    checkpoint.event().id(),
                                    Verification.From.ROOT)
                            .holds())
                    .isTrue();
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
