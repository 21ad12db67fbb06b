package nudge.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.RandomPassword;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.web.WebSettings;
import nudge.labeller.web.WebSettings.Tls;
import nudge.trainer.Trainer;
import nudge.trainer.TrainerConfiguration;
import org.jspecify.annotations.Nullable;

/** One running Nudge: servers, labeller, trainer. */
final class LocalNudge implements AutoCloseable {
    static final String DATABASE = "nudge";
    static final String OWNER = "nudge_owner";
    private static final String APPLICATION = "nudge_app";

    private final Servers servers;
    private final Labeller labeller;
    private final Trainer trainer;
    private final @Nullable String certificate;

    private LocalNudge(Servers servers, Labeller labeller, Trainer trainer, @Nullable String certificate) {
        this.certificate = certificate;
        this.servers = servers;
        this.labeller = labeller;
        this.trainer = trainer;
    }

    /**
     * Starts everything: the servers and the labeller side by side, then the trainer.
     *
     * @param heldOutShare share of the images that people add which are held out
     * @param sources the folder whose files the pages are made of; null for those of the jar
     */
    static LocalNudge start(Home home, int port, double heldOutShare, @Nullable Path sources)
            throws IOException, InterruptedException {
        Files.createDirectories(home.trainer());
        WebSettings configured = LabellerConfiguration.webOf(labellerEnvironment(port));
        WebSettings web = sources == null ? configured : configured.withSources(sources);
        Tls tls = web.tls();
        String certificate = tls == null ? null : PinnedTrust.first(Files.readString(tls.certificate()));
        Servers servers = Servers.begin(home, EmbeddedKafka.Options.defaults());
        Labeller labeller = null;
        try {
            labeller = Labeller.start(
                    web,
                    CompletableFuture.supplyAsync(
                            () -> labellerConfiguration(servers, port, heldOutShare),
                            work -> new Thread(work, "configuration").start()));
            Trainer trainer = Trainer.start(TrainerConfiguration.of(Map.of(
                    "NUDGE_TRAINER_KAFKA", servers.kafka().bootstrapServers(),
                    "NUDGE_TRAINER_KAFKA_PROPERTIES",
                            servers.kafka().clientFile().toString(),
                    "NUDGE_TRAINER_HTTP_PORT", "0",
                    "NUDGE_TRAINER_FOLDER", home.trainer().toString())));
            return new LocalNudge(servers, labeller, trainer, certificate);
        } catch (RuntimeException failed) {
            if (labeller != null) {
                labeller.close();
            }
            servers.close();
            throw failed;
        }
    }

    /** Addresses, TLS and single sign-on are as they are set for a labeller alone. */
    private static Map<String, String> labellerEnvironment(int port) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("NUDGE_LABELLER_KAFKA"));
        environment.put("NUDGE_LABELLER_HTTP_PORT", String.valueOf(port));
        return environment;
    }

    /** The labeller's configuration on a database that is prepared for it. Waits for the servers. */
    static LabellerConfiguration labellerConfiguration(Servers servers, int port, double heldOutShare) {
        String ownerPassword = RandomPassword.next();
        String applicationPassword = RandomPassword.next();
        prepareDatabase(servers.postgres(), ownerPassword, applicationPassword);
        Map<String, String> environment = labellerEnvironment(port);
        environment.putAll(Map.of(
                "NUDGE_LABELLER_DATABASE_URL",
                servers.postgres().jdbcUrl(DATABASE),
                "NUDGE_LABELLER_DATABASE_USER",
                APPLICATION,
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                applicationPassword,
                "NUDGE_LABELLER_DATABASE_OWNER",
                OWNER,
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                ownerPassword,
                "NUDGE_LABELLER_KAFKA",
                servers.kafka().bootstrapServers(),
                "NUDGE_LABELLER_KAFKA_PROPERTIES",
                servers.kafka().clientFile().toString(),
                "NUDGE_LABELLER_HELD_OUT_SHARE",
                String.valueOf(heldOutShare)));
        return LabellerConfiguration.of(environment);
    }

    /** Two roles with passwords that live as long as this process: the owner migrates, the application appends. */
    private static void prepareDatabase(EmbeddedPostgres postgres, String ownerPassword, String applicationPassword) {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            role(statement, OWNER, ownerPassword);
            role(statement, APPLICATION, applicationPassword);
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
            }
        } catch (SQLException failed) {
            throw new CommandFailedException("the database cannot be prepared: " + failed.getMessage());
        }
    }

    private static void role(Statement statement, String name, String password) throws SQLException {
        boolean there = exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'");
        statement.execute((there ? "ALTER" : "CREATE") + " ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    Labeller labeller() {
        return labeller;
    }

    RunningNudge.Addresses addresses() {
        return new RunningNudge.Addresses(
                ProcessHandle.current().pid(),
                URI.create(labeller.localAddress()),
                certificate,
                servers.kafka().bootstrapServers(),
                servers.postgres().jdbcUrl(DATABASE),
                trainer.httpPort());
    }

    @Override
    public void close() throws InterruptedException {
        labeller.close();
        trainer.close();
        servers.close();
    }
}
