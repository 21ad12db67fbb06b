package nudge.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of Nudge. Each has one partition: the order of the records is part of the contract.
 */
public enum Topics {
    /** Settled labels with the pixels, keyed by image. Kept for ever: every checkpoint is a function of it. */
    LABELS("nudge.labels", Map.of("retention.ms", "-1", "retention.bytes", "-1")),
    /** Checkpoints, keyed by model. Kept for ever. */
    CHECKPOINTS("nudge.checkpoints", Map.of("retention.ms", "-1", "retention.bytes", "-1")),
    /** Weight files in chunks, keyed by {@code checkpoint/chunk}; a tombstone deletes one. */
    WEIGHTS(
            "nudge.weights",
            Map.of(
                    "cleanup.policy", "compact",
                    "segment.bytes", "67108864",
                    "segment.ms", "3600000",
                    "min.cleanable.dirty.ratio", "0.5",
                    "delete.retention.ms", "600000",
                    "max.message.bytes", "1048588")),
    /** Accuracy measurements, keyed by model. Kept for thirty days. */
    ACCURACY("nudge.accuracy", Map.of("retention.ms", "2592000000")),
    /** What became of each measured checkpoint, keyed by model. Kept for ever. */
    DECISIONS("nudge.decisions", Map.of("retention.ms", "-1", "retention.bytes", "-1")),
    /** The champion of each model at this moment, keyed by model. */
    CHAMPION(
            "nudge.champion",
            Map.of("cleanup.policy", "compact", "segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.1")),
    /** How far the relay has published each store's log. */
    RELAY_POSITION(
            "nudge.relay-position",
            Map.of("cleanup.policy", "compact", "segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.1")),
    /** Label records that the trainer could not read, as they came. */
    DEAD_LETTERS("nudge.dead-letters", Map.of("retention.ms", "-1"));

    static final int PARTITIONS = 1;

    /** The size of a chunk of a weight file in bytes; the last one may be smaller. */
    public static final int CHUNK_BYTES = 512 * 1024;

    private final String topic;
    private final Map<String, String> configuration;

    Topics(String topic, Map<String, String> configuration) {
        this.topic = topic;
        Map<String, String> whole = new HashMap<>(configuration);
        // By default Kafka refuses what a clock that was ahead has stamped; order never depends on a clock here.
        whole.put(ExistingTopics.TIMESTAMP_AFTER, ExistingTopics.ANY_TIME);
        this.configuration = Map.copyOf(whole);
    }

    public String topic() {
        return topic;
    }

    /** The topic's one partition. */
    public TopicPartition partition() {
        return new TopicPartition(topic, 0);
    }

    /** The topic's settings that differ from the broker's own. */
    Map<String, String> configuration() {
        return configuration;
    }

    /** Whether only the last record of each key is kept for ever. */
    boolean isCompacted() {
        return "compact".equals(configuration.get("cleanup.policy"));
    }

    /** Whether no record is ever deleted. */
    boolean isKeptForEver() {
        return "-1".equals(configuration.get("retention.ms"));
    }

    /** The same with what so many copies of each record ask for. */
    Map<String, String> configuration(short replication) {
        Map<String, String> whole = new HashMap<>(configuration);
        if (replication >= ExistingTopics.SAFE_REPLICATION) {
            // What one broker alone has is lost with it.
            whole.put(ExistingTopics.IN_SYNC, "2");
        }
        return whole;
    }

    /**
     * Creates the topics that do not exist yet; leaves the others as they are: {@link ExistingTopics} looks at those.
     *
     * @param replication copies of each record: 1 on one broker, 3 on a cluster; from 3 on, a record is acknowledged when two
     *     brokers have it
     * @throws IllegalStateException when the broker refuses
     */
    public static void create(Admin admin, short replication) throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topics each : values()) {
                if (!present.contains(each.topic)) {
                    missing.add(
                            new NewTopic(each.topic, PARTITIONS, replication).configs(each.configuration(replication)));
                }
            }
            for (var created : admin.createTopics(missing).values().entrySet()) {
                awaitCreated(created.getKey(), created.getValue());
            }
        } catch (ExecutionException refused) {
            throw new IllegalStateException(
                    "Kafka does not list its topics: " + refused.getCause().getMessage(), refused);
        }
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> created) throws InterruptedException {
        try {
            created.get();
        } catch (ExecutionException refused) {
            if (!(refused.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "Kafka does not create the topic " + topic + ": "
                                + refused.getCause().getMessage(),
                        refused);
            }
        }
    }
}
