package nudge.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Looks at the settings of the topics that are there: an older version may have made them, or an operator. Nothing is refused:
 * labels are safe in the database whatever Kafka does with them, and people can go on labelling.
 */
public final class ExistingTopics {
    static final String TIMESTAMP_AFTER = "message.timestamp.after.max.ms";
    static final String IN_SYNC = "min.insync.replicas";
    static final String ANY_TIME = String.valueOf(Long.MAX_VALUE);
    /** From so many copies on, a record can be in two places and one broker may be away. */
    static final short SAFE_REPLICATION = 3;

    private static final String TIMESTAMP_BEFORE = "message.timestamp.before.max.ms";
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String LARGEST = "max.message.bytes";
    /** Kafka's own default, and what the largest batch of a producer of Nudge needs with room to spare. */
    private static final long LARGEST_BATCH = 1_048_588;

    private final Admin admin;
    private final List<String> findings = new ArrayList<>();

    private ExistingTopics(Admin admin) {
        this.admin = admin;
    }

    /**
     * Compares the topics with what Nudge needs. One setting it changes by itself, because it harms nobody: records that a clock
     * has stamped far ahead are taken.
     *
     * @return what an operator should know, a line each; empty when all is well
     */
    public static List<String> check(Admin admin) throws InterruptedException {
        ExistingTopics topics = new ExistingTopics(admin);
        try {
            topics.check();
        } catch (ExecutionException refused) {
            topics.findings.add("expected to see the settings of Nudge's topics, but Kafka says: "
                    + refused.getCause().getMessage()
                    + ": allow DescribeConfigs, or compare them yourself; see docs/operations.md#topic-settings");
        }
        return List.copyOf(topics.findings);
    }

    private void check() throws InterruptedException, ExecutionException {
        Set<String> present = admin.listTopics().names().get();
        Map<String, Topics> ours = Stream.of(Topics.values())
                .filter(each -> present.contains(each.topic()))
                .collect(Collectors.toMap(Topics::topic, each -> each, (one, same) -> one, LinkedHashMap::new));
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(ours.keySet()).allTopicNames().get();
        Map<ConfigResource, Config> settings = admin.describeConfigs(
                        ours.keySet().stream().map(ExistingTopics::resource).toList())
                .all()
                .get();
        for (Topics topic : ours.values()) {
            check(
                    topic,
                    Objects.requireNonNull(descriptions.get(topic.topic())),
                    Objects.requireNonNull(settings.get(resource(topic.topic()))));
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private void check(Topics topic, TopicDescription description, Config settings) throws InterruptedException {
        int partitions = description.partitions().size();
        if (partitions != Topics.PARTITIONS) {
            findings.add(topic.topic() + ": expected " + Topics.PARTITIONS + " partition, got " + partitions
                    + ": the others are never read; see docs/operations.md#topic-settings");
        }
        String cleanup = value(settings, "cleanup.policy");
        if (!cleanup.equals(topic.isCompacted() ? "compact" : "delete")) {
            report(topic, "cleanup.policy", topic.isCompacted() ? "compact" : "delete", cleanup);
        }
        if (topic.isKeptForEver()) {
            for (String limit : List.of("retention.ms", "retention.bytes")) {
                if (!value(settings, limit).equals("-1")) {
                    report(topic, limit, "-1", value(settings, limit));
                }
            }
        }
        if (Long.parseLong(value(settings, LARGEST)) < LARGEST_BATCH) {
            report(topic, LARGEST, LARGEST_BATCH + "", value(settings, LARGEST));
        }
        checkCopies(topic, description.partitions().get(0).replicas().size(), settings);
        if (value(settings, TIMESTAMP_TYPE).equals("CreateTime")) {
            checkTimestamps(topic, settings);
        }
    }

    private void checkCopies(Topics topic, int copies, Config settings) {
        int inSync = Integer.parseInt(value(settings, IN_SYNC));
        if (copies >= SAFE_REPLICATION && inSync < 2) {
            report(topic, IN_SYNC, "2", inSync + "");
        } else if (inSync > copies) {
            report(topic, IN_SYNC, "at most its " + copies + " copies", inSync + "");
        }
    }

    private void checkTimestamps(Topics topic, Config settings) throws InterruptedException {
        if (!value(settings, TIMESTAMP_BEFORE).equals(ANY_TIME)) {
            report(topic, TIMESTAMP_BEFORE, ANY_TIME, value(settings, TIMESTAMP_BEFORE));
        }
        if (!value(settings, TIMESTAMP_AFTER).equals(ANY_TIME) && !isSet(topic)) {
            report(topic, TIMESTAMP_AFTER, ANY_TIME, value(settings, TIMESTAMP_AFTER));
        }
    }

    /** Whether records of any time are taken from now on. */
    private boolean isSet(Topics topic) throws InterruptedException {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(TIMESTAMP_AFTER, ANY_TIME), AlterConfigOp.OpType.SET);
        try {
            admin.incrementalAlterConfigs(Map.of(resource(topic.topic()), List.of(set)))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException refused) {
            return false;
        }
    }

    /** A broker that does not know a setting has none of it to report. */
    private static String value(Config settings, String name) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? unlimited(name) : entry.value();
    }

    private static String unlimited(String name) {
        return switch (name) {
            case "retention.ms", "retention.bytes" -> "-1";
            case IN_SYNC -> "1";
            case TIMESTAMP_TYPE -> "CreateTime";
            case "cleanup.policy" -> "delete";
            default -> ANY_TIME;
        };
    }

    private void report(Topics topic, String setting, String expected, String got) {
        findings.add(topic.topic() + ": expected " + setting + " " + expected + ", got " + got
                + ": change it with kafka-configs.sh; see docs/operations.md#topic-settings");
    }
}
