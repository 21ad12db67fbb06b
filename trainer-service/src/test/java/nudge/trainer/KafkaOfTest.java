package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedServers;
import nudge.events.CheckpointPublished;
import nudge.events.EventCodec;
import nudge.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** The shared broker with empty topics. */
final class KafkaOfTest {
    private final Map<String, Object> client;

    private KafkaOfTest(Map<String, Object> client) {
        this.client = client;
    }

    /** Empties the topics. */
    static KafkaOfTest fresh() {
        return fresh(EmbeddedServers.shared().kafka());
    }

    static KafkaOfTest fresh(EmbeddedKafka kafka) {
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        Set<String> ours =
                Set.copyOf(Arrays.stream(Topics.values()).map(Topics::topic).toList());
        try (Admin admin = Admin.create(client)) {
            List<String> present = admin.listTopics().names().get().stream()
                    .filter(ours::contains)
                    .toList();
            admin.deleteTopics(present).all().get();
            Awaitility.await()
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        Topics.create(admin, (short) 1);
                        return admin.describeTopics(ours).allTopicNames().get().size() == ours.size();
                    });
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("topics were not made anew", failed);
        }
        return new KafkaOfTest(client);
    }

    Map<String, Object> client() {
        return client;
    }

    /** A trainer's configuration for this broker; the default network. */
    TrainerConfiguration configuration(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "NUDGE_TRAINER_KAFKA", (String) client.get("bootstrap.servers"), "NUDGE_TRAINER_HTTP_PORT", "0"));
        environment.putAll(more);
        return TrainerConfiguration.of(environment);
    }

    /** All committed records of a topic. */
    List<ConsumerRecord<String, byte[]>> committed(Topics topic) {
        TopicPartition partition = new TopicPartition(topic.topic(), 0);
        Map<String, Object> configuration = new HashMap<>(client);
        configuration.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            Instant deadline = Instant.now().plusSeconds(20);
            while (consumer.position(partition) < end) {
                assertThat(Instant.now()).as("reading " + topic).isBefore(deadline);
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    List<CheckpointPublished> checkpoints() {
        return committed(Topics.CHECKPOINTS).stream()
                .map(EventCodec::decodeCheckpoint)
                .toList();
    }
}
