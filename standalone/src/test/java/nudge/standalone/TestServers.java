package nudge.standalone;

import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL with an empty database, and a Kafka broker without topics.
 *
 * @param description for people
 * @param owner may make roles and owns the database
 * @param kafka bootstrap servers
 */
record TestServers(
        String description, String database, String owner, String ownerPassword, String kafka, AutoCloseable servers)
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
                broker.getBootstrapServers(),
                both);
    }

    static TestServers embedded() {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        return new TestServers(
                "an embedded PostgreSQL and an embedded Kafka, without containers",
                postgres.createDatabase("pipeline"),
                postgres.user(),
                postgres.password(),
                EmbeddedServers.shared().kafka().bootstrapServers(),
                () -> {});
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
