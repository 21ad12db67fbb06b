package nudge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import nudge.events.KafkaSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a Nudge, running or not, for commands of its operator: if it does not run, its servers do meanwhile. */
final class OpenLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenLog.class);
    private static final String SUPERUSER = "postgres";

    private final Path postgres;
    private final String url;
    private final KafkaSettings kafka;
    private final @Nullable Servers servers;
    private final @Nullable Home home;

    private OpenLog(Path postgres, String url, KafkaSettings kafka, @Nullable Servers servers, @Nullable Home home) {
        this.postgres = postgres;
        this.url = url;
        this.kafka = kafka;
        this.servers = servers;
        this.home = home;
    }

    /** @throws WrongUseException when there are no data, or a Nudge that uses them is just starting or stopping */
    static OpenLog of(Path data) {
        Optional<RunningNudge.Addresses> running = RunningNudge.running(data);
        if (running.isPresent()) {
            return new OpenLog(
                    data.resolve("postgres"), running.get().database(), RunningNudge.kafka(data), null, null);
        }
        if (!Files.isDirectory(data.resolve("postgres"))) {
            throw new WrongUseException(
                    "expected the data of a Nudge in " + data + ", found none: name their folder with --data");
        }
        return start(data);
    }

    /** A Nudge that does not run; its data folder is made if need be. */
    static OpenLog start(Path data) {
        Home home = Home.open(data);
        try {
            Logs.toFile(home.log());
            home.warning().ifPresent(LOG::warn);
            Servers servers = Servers.start(home);
            return new OpenLog(
                    home.postgres(),
                    servers.postgres().jdbcUrl(LocalNudge.DATABASE),
                    servers.kafkaSettings(),
                    servers,
                    home);
        } catch (RuntimeException failed) {
            home.close();
            throw failed;
        }
    }

    /** Whether the Nudge runs by itself. */
    boolean running() {
        return servers == null;
    }

    /** The servers that were started for this. */
    Servers servers() {
        return Objects.requireNonNull(servers, "the Nudge runs by itself");
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** A connection as the owner of the schema. */
    Connection owner() throws IOException, SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty(
                "password", Files.readString(postgres.resolve("password")).strip());
        properties.setProperty("currentSchema", "nudge");
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + LocalNudge.OWNER);
        }
        return connection;
    }

    @Override
    public void close() {
        if (servers != null) {
            servers.close();
        }
        if (home != null) {
            home.close();
        }
    }
}
