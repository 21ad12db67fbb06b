package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nudge.events.CheckpointPublished;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.Migration;
import nudge.trainer.Trainer;
import nudge.trainer.TrainerConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The services of this build on the PostgreSQL and the Kafka that operators have. */
@Tag("server")
@ExtendWith(ContainersOrEmbedded.class)
class PipelineTest {
    private static final String PASSWORD = "a password of the tests";

    @Test
    void a_label_given_over_http_is_learned_by_a_checkpoint_that_subscribers_see(TestServers servers) throws Exception {
        // All are learned from: none measures accuracy.
        Map<String, String> application = Map.of(
                "DATABASE_URL",
                servers.database(),
                "DATABASE_PASSWORD",
                PASSWORD,
                "HTTP_PORT",
                "0",
                "HELD_OUT_SHARE",
                "0");
        Map<String, String> owner = new HashMap<>(application);
        owner.put("DATABASE_OWNER", servers.owner());
        owner.put("DATABASE_OWNER_PASSWORD", servers.ownerPassword());
        Migration.run(LabellerConfiguration.of(servers.with("NUDGE_LABELLER_", owner)));
        try (Labeller labeller =
                        Labeller.start(LabellerConfiguration.of(servers.with("NUDGE_LABELLER_", application)));
                Trainer trainer = Trainer.start(
                        TrainerConfiguration.of(servers.with("NUDGE_TRAINER_", Map.of("HTTP_PORT", "0"))))) {
            assertThat(trainer.httpPort()).isPositive();
            String http = "http://127.0.0.1:" + labeller.port();
            String token;
            try (Connection database =
                    DriverManager.getConnection(servers.database(), servers.owner(), servers.ownerPassword())) {
                token = TestToken.in(database);
            }
            LabelledImages.add(http, token, 0, 50);
            Api api = new Api(URI.create(http), () -> token);
            long position = 0;
            for (Api.Task task : api.tasks(20)) {
                position = api.label(task, 7, 100).position();
            }
            CheckpointPublished checkpoint = Checkpoints.awaitCovering(servers.kafka(), position);
            assertThat(checkpoint.examples()).isEqualTo(20);
            assertThat(metrics(http + "/actuator/prometheus", token, trainer.httpPort()))
                    .as("what the alert rules and the dashboard ask for is there")
                    .containsAll(MonitoringFiles.metrics());
            try (Connection database =
                    DriverManager.getConnection(servers.database(), servers.owner(), servers.ownerPassword())) {
                assertThat(LabelledImages.published(servers.kafka()))
                        .isEqualTo(LabelledImages.settled(database))
                        .hasSize(20);
            }
        }
    }

    /** The names of all that both services expose. */
    private static Set<String> metrics(String labeller, String token, int trainerPort) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ofLabeller = HttpRequest.newBuilder(URI.create(labeller))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpRequest ofTrainer = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + trainerPort + "/metrics"))
                .build();
        Set<String> names = new HashSet<>();
        for (HttpRequest request : List.of(ofLabeller, ofTrainer)) {
            names.addAll(MonitoringFiles.exposed(
                    client.send(request, BodyHandlers.ofString()).body()));
        }
        return names;
    }
}
