package nudge.events;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka: the one place where the configurations of all clients come from. A caller adds what is peculiar to its
 * client to the map that it gets.
 *
 * @param bootstrapServers {@code host:port} of one broker or more, separated by commas
 * @param clientId the application's name in the broker's logs and quotas, or null for a name that Kafka makes up
 * @param properties further properties that every Kafka client knows, such as {@code security.protocol},
 *     {@code sasl.jaas.config} and {@code ssl.truststore.location}; they take precedence over Nudge's own values
 */
public record KafkaSettings(
        String bootstrapServers, @Nullable String clientId, Map<String, String> properties) {
    private static final Pattern SERVER = Pattern.compile("(\\w+://)?(\\[[0-9a-fA-F:.%]+]|[^\\s:,/\\[\\]]+):\\d{1,5}");
    private static final Map<String, ConfigKey> KNOWN = known();

    /** @throws IllegalArgumentException when something is missing, unknown or malformed: says what, and what is expected */
    public KafkaSettings {
        bootstrapServers =
                Expected.present(bootstrapServers, "bootstrapServers").strip();
        for (String server : bootstrapServers.split(",", -1)) {
            if (!SERVER.matcher(server.strip()).matches()) {
                throw new IllegalArgumentException(
                        "expected Kafka's bootstrap servers as host:port, separated by commas, got "
                                + bootstrapServers);
            }
        }
        if (clientId != null && clientId.isBlank()) {
            throw new IllegalArgumentException("expected a client id, or none at all, got a blank one");
        }
        properties = Map.copyOf(properties);
        properties.forEach(KafkaSettings::check);
    }

    /**
     * Settings for a Kafka without security.
     *
     * @param bootstrapServers {@code host:port} of one broker or more, separated by commas
     */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, null, Map.of());
    }

    /**
     * Settings from a file as Kafka's own tools take it, such as the one that an embedded broker writes for its owner.
     *
     * @param file properties, {@code bootstrap.servers} among them
     * @throws IllegalArgumentException as the constructor
     * @throws IOException when the file cannot be read
     */
    public static KafkaSettings from(Path file) throws IOException {
        return from(file, null);
    }

    /**
     * As {@link #from(Path)}.
     *
     * @param bootstrapServers take precedence over the file's, unless null
     */
    public static KafkaSettings from(Path file, @Nullable String bootstrapServers) throws IOException {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        Map<String, String> properties = new HashMap<>();
        read.forEach((name, value) -> properties.put(String.valueOf(name), String.valueOf(value)));
        String inFile = properties.remove(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        String servers = bootstrapServers == null ? inFile : bootstrapServers;
        if (servers == null) {
            throw new IllegalArgumentException("expected bootstrap.servers in " + file + ", got none");
        }
        return new KafkaSettings(servers, properties.remove(AdminClientConfig.CLIENT_ID_CONFIG), properties);
    }

    public KafkaSettings withClientId(String name) {
        return new KafkaSettings(bootstrapServers, name, properties);
    }

    /** The same with one more property of {@link #properties}. */
    public KafkaSettings withProperty(String name, String value) {
        return withProperties(Map.of(name, value));
    }

    /** The same with more properties of {@link #properties}. */
    public KafkaSettings withProperties(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(more);
        return new KafkaSettings(bootstrapServers, clientId, all);
    }

    /** What consumers, producers and admin clients all have, but for what is a component of this record. */
    private static Map<String, ConfigKey> known() {
        Map<String, ConfigKey> known =
                new HashMap<>(AdminClientConfig.configDef().configKeys());
        known.keySet().retainAll(ConsumerConfig.configNames());
        known.keySet().retainAll(ProducerConfig.configNames());
        known.remove(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        known.remove(AdminClientConfig.CLIENT_ID_CONFIG);
        return known;
    }

    private static void check(String name, String value) {
        ConfigKey key = KNOWN.get(name);
        if (key == null) {
            throw new IllegalArgumentException("expected a property that every Kafka client has, such as"
                    + " security.protocol, sasl.jaas.config or ssl.truststore.location, got " + name);
        }
        try {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
        } catch (ConfigException malformed) {
            // Kafka's own message quotes the value.
            throw isSecret(key)
                    ? new IllegalArgumentException("expected a value that Kafka accepts for " + name)
                    : new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    private static boolean isSecret(ConfigKey key) {
        return key.type == ConfigDef.Type.PASSWORD;
    }

    /** For a consumer of committed records that keeps its offsets itself, if at all; new, and the caller's own. */
    public Map<String, Object> forConsumer() {
        Map<String, Object> configuration = forAdmin();
        configuration.put("isolation.level", "read_committed");
        configuration.put("enable.auto.commit", "false");
        configuration.put("auto.offset.reset", "earliest");
        return configuration;
    }

    /**
     * For a producer of transactions; new, and the caller's own.
     *
     * @param transactionalId the next producer with the same one fences this
     */
    public Map<String, Object> forProducer(String transactionalId) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("transactional.id", transactionalId);
        configuration.put("enable.idempotence", "true");
        configuration.put("acks", "all");
        // Whole transactions are sent at once: waiting for more only makes them later.
        configuration.put("linger.ms", "0");
        configuration.put("batch.size", "262144");
        configuration.put("transaction.timeout.ms", "15000");
        configuration.put("delivery.timeout.ms", "14000");
        configuration.put("max.block.ms", "10000");
        return withCommon(configuration);
    }

    /** For an admin client; new, and the caller's own. */
    public Map<String, Object> forAdmin() {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("default.api.timeout.ms", "10000");
        return withCommon(configuration);
    }

    private Map<String, Object> withCommon(Map<String, Object> configuration) {
        configuration.put("bootstrap.servers", bootstrapServers);
        // A connection whose other end is gone says nothing: by default it would be waited for for 30 seconds.
        configuration.put("request.timeout.ms", "5000");
        if (clientId != null) {
            configuration.put("client.id", clientId);
        }
        configuration.putAll(properties);
        return configuration;
    }

    /** For people; secrets are masked. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(properties);
        shown.replaceAll((name, value) -> isSecret(KNOWN.get(name)) ? "***" : value);
        return bootstrapServers + (clientId == null ? "" : " as " + clientId) + (shown.isEmpty() ? "" : " " + shown);
    }
}
