package nudge.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedServers;
import nudge.events.CheckpointPublished;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
            makeAnew(admin, present);
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("topics were not made anew", failed);
        }
        return new KafkaOfTest(settings, kafka.clientFile());
    }

    private static void makeAnew(Admin admin, List<String> topics) throws InterruptedException, ExecutionException {
        admin.deleteTopics(topics).all().get();
        List<String> all = Arrays.stream(Topics.values()).map(Topics::topic).toList();
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Topics.create(admin, (short) 1);
                    return admin.describeTopics(all).allTopicNames().get().size() == all.size();
                });
    }

    /** How far ahead of Kafka's clock a record may be: an hour, where nobody has set the topics otherwise. */
    public void allowAhead(Duration most) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry("message.timestamp.after.max.ms", String.valueOf(most.toMillis())), OpType.SET);
        for (Topics each : Topics.values()) {
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, each.topic()), List.of(change));
        }
        try (Admin admin = Admin.create(settings.forAdmin())) {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("the topics were not altered", failed);
        }
    }

    /** Loses all label records, and nothing else. */
    public void loseLabels() {
        try (Admin admin = Admin.create(settings.forAdmin())) {
            makeAnew(admin, List.of(Topics.LABELS.topic()));
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("the labels were not lost", failed);
        }
    }

    /** Writes the committed records of a topic anew, with other JSON. */
    void rewrite(Topics topic, UnaryOperator<String> json) {
        List<ConsumerRecord<String, byte[]>> records = committed(topic);
        try (Admin admin = Admin.create(settings.forAdmin());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(settings.forAdmin(), new StringSerializer(), new ByteArraySerializer())) {
            makeAnew(admin, List.of(topic.topic()));
            for (var record : records) {
                byte[] value = json.apply(new String(record.value(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(
                                topic.topic(), 0, record.timestamp(), record.key(), value, record.headers()))
                        .get();
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("the topic was not written anew", failed);
        }
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

    /** A trainer in a process of its own. @param more environment variables */
    Process startTrainer(Map<String, String> more) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Trainer.class.getName());
        java.environment().putAll(environment());
        java.environment().putAll(more);
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
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
