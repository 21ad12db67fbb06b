package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole trainer on a real broker. */
class TrainerTest {
    private KafkaOfTest kafka;

    @BeforeEach
    void freshTopics() {
        kafka = KafkaOfTest.fresh();
    }

    @Test
    void a_label_is_learned_and_the_trainer_parks() throws Exception {
        try (Trainer trainer = Trainer.start(configuration(Map.of()));
                Relayed relayed = new Relayed(kafka.client())) {
            relayed.labels(0, 200);
            awaitState(trainer, "PARKED");
            CheckpointPublished last = last(kafka.checkpoints());
            assertThat(last.offset()).isEqualTo(relayed.offset());
            assertThat(last.position()).isEqualTo(relayed.position());
            assertThat(last.examples()).isEqualTo(180);
            assertThat(last.heldOut()).isEqualTo(20);
            AccuracyMeasured accuracy = EventCodec.decodeAccuracy(last(kafka.committed(Topics.ACCURACY)));
            assertThat(accuracy.checkpoint()).isEqualTo(last.id());
            assertThat(accuracy.accuracy()).isGreaterThan(0.9);
        }
    }

    private TrainerConfiguration configuration(Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("NUDGE_TRAINER_KAFKA", kafka.bootstrapServers(), "NUDGE_TRAINER_HTTP_PORT", "0"));
        environment.putAll(more);
        return TrainerConfiguration.of(environment);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static void awaitState(Trainer trainer, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(get(trainer, "/health").body()).contains("\"state\":\"" + state + "\""));
    }

    private static HttpResponse<String> get(Trainer trainer, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + trainer.httpPort() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
