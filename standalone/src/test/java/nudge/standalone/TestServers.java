package nudge.standalone;

import java.util.HashMap;
import java.util.Map;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.KafkaSettings;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL with an empty database, and a Kafka broker without topics.
 *
 * @param description for people
 * @param owner may make roles and owns the database
 * @param kafkaVariables what gets a service into it: the names without the service's prefix
 */
record TestServers(
        String description,
        String database,
        String owner,
        String ownerPassword,
        KafkaSettings kafka,
        Map<String, String> kafkaVariables,
        AutoCloseable servers)
        implements AutoCloseable {
    /** Of the images that docker-compose.yml pins. */
    static TestServers inContainers() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(ComposeFile.image("postgres"));
        KafkaContainer broker = new KafkaContainer(ComposeFile.image("apache/kafka"))
                .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        AutoCloseable both = () -> {
            broker.close();
            postgres.close();
        };
        postgres.start();
        broker.start();
        return new TestServers(
                "containers of " + postgres.getDockerImageName() + " and " + broker.getDockerImageName(),
                postgres.getJdbcUrl(),
                postgres.getUsername(),
                postgres.getPassword(),
                KafkaSettings.of(broker.getBootstrapServers()),
                Map.of(),
                both);
    }

    static TestServers embedded() {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        EmbeddedKafka kafka = EmbeddedServers.shared().kafka();
        return new TestServers(
                "an embedded PostgreSQL and an embedded Kafka, without containers",
                postgres.createDatabase("pipeline"),
                postgres.user(),
                postgres.password(),
                KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties()),
                Map.of("KAFKA_PROPERTIES", kafka.clientFile().toString()),
                () -> {});
    }

    /** The variables with which a service finds this Kafka, beside others. */
    Map<String, String> with(String prefix, Map<String, String> others) {
        Map<String, String> variables = new HashMap<>();
        others.forEach((name, value) -> variables.put(prefix + name, value));
        variables.put(prefix + "KAFKA", kafka.bootstrapServers());
        kafkaVariables.forEach((name, value) -> variables.put(prefix + name, value));
        return variables;
    }

    @Override
    public void close() throws Exception {
        servers.close();
    }

    @Override
    public String toString() {
        return description;
    }
}
