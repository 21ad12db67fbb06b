package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nudge.embedded.EmbeddedKafka;
import nudge.events.CheckpointPublished;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class KafkaAwayTest {
    @TempDir
    Path home;

    private final EmbeddedKafka.Options samePort =
            EmbeddedKafka.Options.defaults().withPort(port());

    /**
     * A port below those that the system hands out by itself, and another for each process: while the broker is away, nobody
     * else gets it.
     */
    private static int port() {
        int first = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        for (int port = first; port < first + 100; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new AssertionError("expected a free port from " + first + " on, got none");
    }

    @Test
    void the_trainer_waits_for_kafka_and_goes_on_after_it_was_killed() {
        EmbeddedKafka kafka = EmbeddedKafka.start(home, samePort);
        KafkaOfTest client = KafkaOfTest.fresh(kafka);
        kafka.close();
        try (Trainer trainer = Trainer.start(client.configuration(Map.of()))) {
            Health.awaitState(trainer.httpPort(), "RETRYING");
            kafka = EmbeddedKafka.start(home, samePort);
            try (Relayed relayed = new Relayed(client.settings())) {
                relayed.labels(0, 100);
                Health.awaitParked(trainer.httpPort(), relayed);
                ProcessHandle.of(kafka.pid()).orElseThrow().destroyForcibly();
                kafka.close();
                kafka = EmbeddedKafka.start(home, samePort);
                relayed.labels(100, 200);
                Health.awaitParked(trainer.httpPort(), relayed);
                List<CheckpointPublished> checkpoints = client.checkpoints();
                CheckpointPublished latest = checkpoints.get(checkpoints.size() - 1);
                assertThat(latest.offset()).isEqualTo(relayed.offset());
                Verification derived =
                        Verification.of(client.configuration(Map.of()), latest.id(), Verification.From.ROOT);
                assertThat(derived.holds()).isTrue();
                assertThat(derived.checkpoints()).isEqualTo(checkpoints.size());
            }
        } finally {
            kafka.close();
        }
    }

    @Test
    void a_parked_trainer_says_that_kafka_is_away() {
        EmbeddedKafka kafka = EmbeddedKafka.start(home, samePort);
        KafkaOfTest client = KafkaOfTest.fresh(kafka);
        try (Trainer trainer = Trainer.start(client.configuration(Map.of()));
                Relayed relayed = new Relayed(client.settings())) {
            relayed.labels(0, 20);
            Health.awaitParked(trainer.httpPort(), relayed);
            kafka.close();
            Health.awaitState(trainer.httpPort(), "RETRYING");
            kafka = EmbeddedKafka.start(home, samePort);
            Health.awaitParked(trainer.httpPort(), relayed);
            relayed.labels(20, 40);
            Health.awaitParked(trainer.httpPort(), relayed);
        } finally {
            kafka.close();
        }
    }
}
