package nudge.trainer;

import java.nio.file.Path;
import java.time.Duration;
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
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** The shared broker with empty topics. */
public final class KafkaOfTest {
    private final KafkaSettings settings;
    private final Path clientFile;

    private KafkaOfTest(KafkaSettings settings, Path clientFile) {
        this.settings = settings;
        this.clientFile = clientFile;
    }

    /** Empties the topics. */
    public static KafkaOfTest fresh() {
        return fresh(EmbeddedServers.shared().kafka());
    }

    static KafkaOfTest fresh(EmbeddedKafka kafka) {
        KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
        Set<String> ours =
                Set.copyOf(Arrays.stream(Topics.values()).map(Topics::topic).toList());
        try (Admin admin = Admin.create(settings.forAdmin())) {
            List<String> present = admin.listTopics().names().get().stream()
                    .filter(ours::contains)
                    .toList();
            admin.deleteTopics(present).all().get();
            Awaitility.await()
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        Topics.create(admin, (short) 1);
                        return admin.describeTopics(ours).allTopicNames().get().size() == ours.size();
                    });
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("topics were not made anew", failed);
        }
        return new KafkaOfTest(settings, kafka.clientFile());
    }

    public KafkaSettings settings() {
        return settings;
    }

    /** A trainer's configuration for this broker; the default network. */
    TrainerConfiguration configuration(Map<String, String> more) {
        Map<String, String> environment = environment();
        environment.putAll(more);
        return TrainerConfiguration.of(environment);
    }

    /** What a trainer's process is told. */
    Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "NUDGE_TRAINER_KAFKA",
                settings.bootstrapServers(),
                "NUDGE_TRAINER_KAFKA_PROPERTIES",
                clientFile.toString(),
                "NUDGE_TRAINER_HTTP_PORT",
                "0"));
    }

    /** All committed records of a topic. */
    public List<ConsumerRecord<String, byte[]>> committed(Topics topic) {
        TopicPartition partition = new TopicPartition(topic.topic(), 0);
        try (CommittedRecords records = CommittedRecords.open(settings, Duration.ofSeconds(60))) {
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
            records.read(partition, 0, records.end(partition, End.LAST_STABLE_OFFSET))
                    .forEach(all::add);
            return all;
        }
    }

    /** All committed checkpoints, oldest first. */
    public List<CheckpointPublished> checkpoints() {
        return committed(Topics.CHECKPOINTS).stream()
                .map(EventCodec::decodeCheckpoint)
                .toList();
    }
}
