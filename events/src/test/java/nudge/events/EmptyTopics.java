package nudge.events;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** All topics of Nudge, for one test. */
final class EmptyTopics {
    static final List<String> NAMES =
            Stream.of(Topics.values()).map(Topics::topic).toList();

    private EmptyTopics() {}

    static void create(KafkaSettings kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            Topics.create(admin, (short) 1);
        }
    }

    static void delete(KafkaSettings kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            admin.deleteTopics(NAMES).all().get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.listTopics().names().get().stream().noneMatch(NAMES::contains));
        }
    }
}
