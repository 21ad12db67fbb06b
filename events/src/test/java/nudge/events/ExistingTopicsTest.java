package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nudge.embedded.EmbeddedServers;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ExistingTopicsTest {
    private final KafkaSettings kafka =
            TestBroker.settings(EmbeddedServers.shared().kafka());
    private Admin admin;

    @BeforeEach
    void create_the_topics() throws Exception {
        EmptyTopics.create(kafka);
        admin = Admin.create(kafka.forAdmin());
    }

    @AfterEach
    void delete_the_topics() throws Exception {
        admin.close();
        EmptyTopics.delete(kafka);
    }

    @Test
    void topics_that_nudge_made_are_as_they_should_be() throws Exception {
        assertThat(ExistingTopics.check(admin)).isEmpty();
    }

    @Test
    void a_topic_of_an_older_version_takes_records_of_any_time_after_the_start() throws Exception {
        set(Topics.LABELS, Map.of("message.timestamp.after.max.ms", "3600000"));
        assertThat(ExistingTopics.check(admin)).isEmpty();
        ConfigResource labels = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LABELS.topic());
        assertThat(admin.describeConfigs(List.of(labels))
                        .all()
                        .get()
                        .get(labels)
                        .get("message.timestamp.after.max.ms")
                        .value())
                .isEqualTo(String.valueOf(Long.MAX_VALUE));
    }

    @Test
    void each_setting_that_loses_or_refuses_records_is_named_with_what_it_should_be() throws Exception {
        set(Topics.LABELS, Map.of("cleanup.policy", "compact", "max.message.bytes", "1000"));
        set(Topics.CHECKPOINTS, Map.of("retention.ms", "604800000", "retention.bytes", "1000000"));
        set(Topics.WEIGHTS, Map.of("cleanup.policy", "delete", "min.insync.replicas", "2"));
        set(Topics.RELAY_POSITION, Map.of("message.timestamp.before.max.ms", "1000"));
        admin.createPartitions(Map.of(Topics.DEAD_LETTERS.topic(), NewPartitions.increaseTo(2)))
                .all()
                .get();
        assertThat(ExistingTopics.check(admin))
                .allSatisfy(finding -> assertThat(finding).endsWith("see docs/operations.md#topic-settings"))
                .extracting(finding -> finding.substring(0, finding.indexOf(": ", finding.indexOf("got "))))
                .containsExactlyInAnyOrder(
                        "nudge.labels: expected cleanup.policy delete, got compact",
                        "nudge.labels: expected max.message.bytes 1048588, got 1000",
                        "nudge.checkpoints: expected retention.ms -1, got 604800000",
                        "nudge.checkpoints: expected retention.bytes -1, got 1000000",
                        "nudge.weights: expected cleanup.policy compact, got delete",
                        "nudge.weights: expected min.insync.replicas at most its 1 copies, got 2",
                        "nudge.relay-position: expected message.timestamp.before.max.ms 9223372036854775807, got 1000",
                        "nudge.dead-letters: expected 1 partition, got 2");
    }

    @Test
    void with_three_copies_a_record_is_acknowledged_when_two_brokers_have_it() {
        assertThat(Topics.LABELS.configuration((short) 1)).doesNotContainKey("min.insync.replicas");
        assertThat(Topics.LABELS.configuration((short) 3)).containsEntry("min.insync.replicas", "2");
    }

    private void set(Topics topic, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach((name, value) ->
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.topic()), changes))
                .all()
                .get();
    }
}
