package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import nudge.events.Topics;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.relay.Relay;
import nudge.labeller.web.Parts;
import nudge.labeller.web.WebServer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The labeller: people label images, the log keeps it, Kafka hears of it. */
public final class Labeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Labeller.class);
    /** The actor of what programs of this process do, such as imports. */
    private static final UUID SYSTEM = new UUID(0x0000_0000_0000_8000L, 0x8000_0000_0000_0001L);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ImageImport images;
    private final WebServer web;

    private Labeller(LabellerConfiguration configuration) throws InterruptedException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", configuration.kafka());
        prepare(configuration);
        try {
            HikariDataSource database = opened(Database.connect(configuration));
            History history = opened(new History(kafka));
            CurrentModel model = opened(new CurrentModel(kafka));
            Relay relay = opened(new Relay(database, kafka));
            GroupCommit<ImageRequest, Receipt> log = opened(new GroupCommit<>(
                    database, new ImageTransaction(Clock.systemUTC(), UUID::randomUUID), relay::wake));
            images = new ImageImport(log, database, SYSTEM);
            web = opened(WebServer.start(
                    configuration.httpAddress(),
                    configuration.httpPort(),
                    new Parts(
                            log,
                            new ImageQueries(database),
                            new TaskQueue(database, configuration.lease()),
                            model,
                            history,
                            relay,
                            kafka,
                            configuration.heldOutShare())));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /**
     * Migrates the database if it may, creates topics that are missing, and serves.
     *
     * @throws RuntimeException when the database or Kafka does not answer for minutes, or the port is taken
     */
    public static Labeller start(LabellerConfiguration configuration) throws InterruptedException {
        LOG.info("starting with {}", configuration);
        return new Labeller(configuration);
    }

    /** Brings the database's schema up to date, if it is to, and creates topics that are missing. */
    public static void prepare(LabellerConfiguration configuration) throws InterruptedException {
        if (configuration.databaseOwner() != null) {
            Patience.with("the database " + configuration.databaseUrl(), () -> Database.migrate(configuration));
        }
        Patience.with(
                "Kafka at " + configuration.kafka(),
                () -> createTopics(configuration.kafka(), configuration.topicReplication()));
    }

    private static void createTopics(String kafka, short replication) throws InterruptedException {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", kafka, "request.timeout.ms", "5000", "default.api.timeout.ms", "10000"))) {
            Topics.create(admin, replication);
        }
    }

    public int port() {
        return web.port();
    }

    public ImageImport images() {
        return images;
    }

    /** Stops the page first, then what stands behind it. What was acknowledged is durable already. */
    @Override
    public void close() throws InterruptedException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (InterruptedException stop) {
                throw stop;
            } catch (Exception failed) {
                LOG.warn("a part of the labeller did not stop cleanly: {}", failed.toString());
            }
        }
    }

    /** Runs until it is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Labeller labeller = start(LabellerConfiguration.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    labeller.close();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("nudge: " + wrongUse.getMessage());
            System.exit(2);
        }
    }
}
