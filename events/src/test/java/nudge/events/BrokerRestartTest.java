package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nudge.embedded.EmbeddedKafka;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class BrokerRestartTest {
    @TempDir
    Path home;

    @Test
    void a_killed_broker_loses_no_checkpoint_and_doubles_none() throws Exception {
        StableAddress address = new StableAddress();
        EmbeddedKafka.Options advertised = EmbeddedKafka.Options.defaults()
                .withProperty("advertised.listeners", "CLIENTS://" + address.bootstrapServers());
        EmbeddedKafka kafka = EmbeddedKafka.start(home, advertised);
        KafkaSettings settings = KafkaSettings.of(address.bootstrapServers()).withProperties(kafka.clientProperties());
        address.passTo(kafka.port());
        try (Admin admin = Admin.create(settings.forAdmin())) {
            Topics.create(admin, (short) 1);
        }
        List<String> received = new ArrayList<>();
        try (CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(settings, Start.EARLIEST)) {
            publish(settings, 0, 10);
            receive(subscriber, received, 3);

            publish(settings, 10, 20);
            ProcessHandle.of(kafka.pid()).orElseThrow().destroyForcibly();
            kafka.close();
            subscriber.poll(Duration.ofMillis(300)).forEach(update -> note(update, received));
            kafka = EmbeddedKafka.start(home, advertised);
            address.passTo(kafka.port());

            publish(settings, 20, 30);
            receive(subscriber, received, 60);
        } finally {
            address.close();
            kafka.close();
        }
        assertThat(received)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30)
                        .mapToObj(number -> List.of("Checkpoint checkpoint-" + number, "Accuracy checkpoint-" + number))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void publish(KafkaSettings settings, int from, int to) {
        try (Publisher publisher = new Publisher(settings, "trainer")) {
            for (int number = from; number < to; number++) {
                publisher.publish(number, 60_000);
            }
        }
    }

    private static void receive(CheckpointSubscriber subscriber, List<String> received, int count) {
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    subscriber.poll(Duration.ofMillis(100)).forEach(update -> note(update, received));
                    return received.size() >= count;
                });
    }

    private static void note(Update update, List<String> received) {
        if (update instanceof Update.Checkpoint checkpoint) {
            received.add("Checkpoint " + checkpoint.event().id());
        } else if (update instanceof Update.Accuracy accuracy) {
            received.add("Accuracy " + accuracy.event().checkpoint());
        } else {
            throw new AssertionError("expected a checkpoint or a measurement, got " + update);
        }
    }
}
