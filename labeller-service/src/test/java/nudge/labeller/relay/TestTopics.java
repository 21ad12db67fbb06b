package nudge.labeller.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedServers;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Topics;
import nudge.labeller.TestStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The topics of the shared broker, and what is committed in them. */
public final class TestTopics {
    private static final JsonMapper MAPPER = new JsonMapper();

    private TestTopics() {}

    public static KafkaSettings kafka() {
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }

    /** Makes the topics new and empty. */
    public static void fresh() throws Exception {
        try (Admin admin = Admin.create(kafka().forAdmin())) {
            Set<String> ours = Stream.of(Topics.values()).map(Topics::topic).collect(Collectors.toSet());
            ours.retainAll(admin.listTopics().names().get());
            admin.deleteTopics(ours).all().get();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                Topics.create(admin, (short) 1);
                return true;
            });
        }
    }

    /** Sets what a topic has from an older version, or from somebody else. */
    static void configure(Topics topic, String name, String value) throws Exception {
        try (Admin admin = Admin.create(kafka().forAdmin())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic.topic()),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** The offset of the next record. */
    static long end(Topics topic) {
        try (CommittedRecords records = CommittedRecords.open(kafka(), Duration.ofSeconds(20))) {
            return records.end(topic.partition(), End.LAST_STABLE_OFFSET);
        }
    }

    /** What another program writes to the labels. */
    static void sendForeign(byte[] value, List<Header> headers) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka().forAdmin(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.LABELS.topic(), 0, null, "foreign", value, headers))
                    .get();
        }
    }

    /** The committed records of the labels. */
    public static List<ConsumerRecord<String, byte[]>> labels() {
        return labels(kafka());
    }

    private static List<ConsumerRecord<String, byte[]>> labels(KafkaSettings kafka) {
        List<ConsumerRecord<String, byte[]>> labels = new ArrayList<>();
        try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(20))) {
            TopicPartition partition = Topics.LABELS.partition();
            records.read(partition, 0, records.end(partition, End.LAST_STABLE_OFFSET))
                    .forEach(labels::add);
        }
        return labels;
    }

    /** Asserts that what is committed are the settled labels of the log: all, once, in order, the same bytes. */
    public static void areTheLogOf(TestStore store) throws Exception {
        areTheLogOf(store, kafka());
    }

    /** As {@link #areTheLogOf(TestStore)}, of another broker. */
    static void areTheLogOf(TestStore store, KafkaSettings kafka) throws Exception {
        List<ConsumerRecord<String, byte[]>> records = labels(kafka);
        String log = store.query("SELECT store FROM log_head");
        int next = 0;
        long previous = 0;
        try (Connection connection = store.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet event = statement.executeQuery("""
                        SELECT position, event_id, stream, data ->> 'digit', pixels, data FROM event
                        JOIN image ON id = stream WHERE type IN ('label.settled', 'label.unsettled') ORDER BY position""")) {
            while (event.next()) {
                assertThat(next).as("records").isLessThan(records.size());
                ConsumerRecord<String, byte[]> record = records.get(next++);
                LabelRecord label = EventCodec.decodeLabel(record);
                assertThat(label.position()).isEqualTo(event.getLong(1));
                assertThat(label.previous()).isEqualTo(previous);
                assertThat(record.key()).isEqualTo(event.getString(3));
                if (label instanceof ImageLabelled labelled) {
                    assertThat(labelled.digit()).isEqualTo(Integer.parseInt(event.getString(4)));
                    assertThat(labelled.pixels()).isEqualTo(event.getBytes(5));
                    JsonNode settled = MAPPER.readTree(event.getString(6));
                    assertThat(labelled.confidence())
                            .isEqualTo(settled.get("confidence").asDouble());
                    assertThat(labelled.policy())
                            .isEqualTo(settled.path("policy").asLong(0));
                    assertThat(labelled.basis().wire())
                            .isEqualTo(settled.path("basis").asString("single"));
                    assertThat(labelled.estimate())
                            .isEqualTo(settled.path("estimate").asLong(0));
                } else {
                    assertThat(event.getString(4)).isNull();
                }
                String id = event.getString(2);
                assertThat(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                        .isEqualTo(id);
                assertThat(record.value())
                        .isEqualTo(EventCodec.encode(label, log, id).value());
                previous = label.position();
            }
        }
        assertThat(records).as("records").hasSize(next);
    }
}
