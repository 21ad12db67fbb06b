package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import nudge.events.Topics;
import nudge.labeller.access.Access;
import nudge.labeller.access.AccessSecret;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
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

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Access access;
    private final ImageImport images;
    private final WebServer web;

    private Labeller(LabellerConfiguration configuration) throws InterruptedException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", configuration.kafka());
        prepare(configuration);
        try {
            HikariDataSource pool = opened(ConnectionPool.open(configuration));
            Database database = new Database(pool);
            History history = opened(new History(kafka));
            CurrentModel model = opened(new CurrentModel(kafka));
            Relay relay = opened(new Relay(database, kafka));
            GroupCommit<ImageRequest, Receipt> log = opened(new GroupCommit<>(
                    pool, new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC())), relay::wake));
            access = new Access(database, Clock.systemUTC(), System::nanoTime, configuration.sessionIdle());
            images = new ImageImport(log, database, Access.SYSTEM);
            web = opened(WebServer.start(
                    configuration.web(),
                    new Parts(
                            log,
                            new ImageQueries(database),
                            new TaskQueue(database, configuration.lease()),
                            model,
                            history,
                            relay,
                            access,
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
        if (!configuration.web().isPrivate()) {
            LOG.warn(
                    "{} is not an address of this machine alone, and there is no TLS: passwords and tokens can be read on"
                            + " the way. Set NUDGE_LABELLER_TLS_CERTIFICATE and NUDGE_LABELLER_TLS_KEY, or put a"
                            + " reverse proxy with TLS in front and name it in NUDGE_LABELLER_HTTP_PROXIES",
                    configuration.web().address());
        }
        return new Labeller(configuration);
    }

    /** Brings the database's schema up to date, if it is to, and creates topics that are missing. */
    public static void prepare(LabellerConfiguration configuration) throws InterruptedException {
        if (configuration.databaseOwner() != null) {
            StartupRetry.with("the database " + configuration.databaseUrl(), () -> Migration.migrate(configuration));
        }
        StartupRetry.with(
                "Kafka at " + configuration.kafka(),
                () -> createTopics(configuration.kafka(), configuration.topicReplication()));
    }

    private static void createTopics(String kafka, short replication) throws InterruptedException {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", kafka, "request.timeout.ms", "5000", "default.api.timeout.ms", "10000"))) {
            Topics.create(admin, replication);
        }
    }

    /** Where people find the page. */
    public String address() {
        return web.address();
    }

    /** Where programs on this machine find the REST API. */
    public String localAddress() {
        return web.localAddress();
    }

    /** Whether nobody on the way can read what is sent. */
    public boolean isPrivate() {
        return web.isPrivate();
    }

    public int port() {
        return web.port();
    }

    WebServer web() {
        return web;
    }

    public ImageImport images() {
        return images;
    }

    /** A new token for programs of this installation, with the role of an administrator; the one before ends. */
    public AccessSecret renewLocalToken() {
        return access.tokens().renewLocal();
    }

    /** The one-time link with which the first administrator comes in; empty once there is one. */
    public Optional<String> firstAdministratorLink() {
        return access.firstAdministrator().map(secret -> web.address() + "/welcome.html#" + secret.reveal());
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
            labeller.firstAdministratorLink()
                    .ifPresent(link -> System.out.println("There is no administrator yet. Become one at " + link));
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
        } catch (RuntimeException failed) {
            System.err.println("nudge: the labeller does not start: " + failed.getMessage());
            System.exit(1);
        }
    }
}
