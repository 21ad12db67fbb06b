package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.function.Function;
import nudge.events.ExistingTopics;
import nudge.events.KafkaAdmin;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.labeller.access.Access;
import nudge.labeller.access.AccessSecret;
import nudge.labeller.consensus.ConsensusJobs;
import nudge.labeller.consensus.Explanations;
import nudge.labeller.consensus.Reviews;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.model.CheckpointFollower;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.queue.CrowdQueue;
import nudge.labeller.queue.HotList;
import nudge.labeller.queue.TaskQueue;
import nudge.labeller.relay.Relay;
import nudge.labeller.statistics.LabelHistory;
import nudge.labeller.statistics.PastStatistics;
import nudge.labeller.statistics.Previews;
import nudge.labeller.statistics.Statistics;
import nudge.labeller.web.Monitoring;
import nudge.labeller.web.Routes;
import nudge.labeller.web.WebServer;
import nudge.labeller.web.WebSettings;
import nudge.labeller.web.blindness.BlindRoutes;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.labelling.LabellingRoutes;
import nudge.labeller.web.people.PeopleRoutes;
import nudge.labeller.web.quality.ConsensusRoutes;
import nudge.labeller.web.quality.QualityDecisionRoutes;
import nudge.labeller.web.quality.QualityRoutes;
import nudge.labeller.web.security.Security;
import nudge.labeller.web.security.SingleSignOnSettings;
import nudge.labeller.web.training.TrainingRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The labeller: people label images, the log keeps it, Kafka hears of it. */
public final class Labeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Labeller.class);
    private static final String DATABASE = "the database";

    /** What starts beside the starting thread has a thread of its own. */
    private static final Executor BESIDE = task -> {
        Thread thread = new Thread(task, "labeller-start");
        thread.setDaemon(true);
        thread.start();
    };

    /** What stands behind the web server. */
    private record Parts(Access access, ImageImport images, Routes routes) {}

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Access access;
    private final ImageImport images;
    private final WebServer web;

    private Labeller(
            WebSettings settings,
            CompletableFuture<LabellerConfiguration> configuration,
            Function<LabellerConfiguration, HikariDataSource> database)
            throws InterruptedException {
        // The web server is built meanwhile, until it needs what stands behind it.
        CompletableFuture<Parts> parts =
                configuration.thenApplyAsync(ready -> open(ready, opened(database.apply(ready))), BESIDE);
        try {
            web = opened(WebServer.start(settings, () -> parts.join().routes()));
            access = parts.join().access();
            images = parts.join().images();
        } catch (RuntimeException failed) {
            RuntimeException reason = failure(parts).orElse(failed);
            close();
            throw reason;
        }
    }

    /** Why the parts could not be opened, if so; waits until they are, or are not. */
    private static Optional<RuntimeException> failure(CompletableFuture<Parts> parts) {
        try {
            parts.join();
            return Optional.empty();
        } catch (CompletionException failed) {
            return Optional.of(failed.getCause() instanceof RuntimeException reason ? reason : failed);
        }
    }

    private static HikariDataSource prepared(LabellerConfiguration configuration) {
        LOG.info("starting with {}", configuration);
        prepare(configuration);
        return ConnectionPool.open(configuration);
    }

    private Parts open(LabellerConfiguration configuration, HikariDataSource pool) {
        Database database = new Database(pool);
        History history = new History();
        CurrentModel latest = new CurrentModel();
        CurrentModel champion = new CurrentModel();
        opened(new CheckpointFollower(configuration.kafka(), history, latest, champion));
        Database relayDatabase = new Database(opened(ConnectionPool.forRelay(configuration)));
        Relay relay = opened(new Relay(relayDatabase, configuration.kafka()));
        GroupCommit<LogRequest, Receipt> log = opened(new GroupCommit<>(
                pool, new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC())), relay::wake));
        Access access = new Access(database, Clock.systemUTC(), System::nanoTime, configuration.sessionIdle());
        ImageImport imports = new ImageImport(log, database, Access.SYSTEM);
        ImageQueries images = new ImageQueries(database);
        TaskQueue queue = new TaskQueue(database, configuration.lease());
        QualityQueries quality = new QualityQueries(database);
        LabelHistory labels = opened(new LabelHistory(database));
        Statistics statistics = new Statistics(labels, database, access.people()::names);
        opened(new ConsensusJobs(database, log, quality));
        HotList hot = opened(new HotList(queue, latest, quality, new SecureRandom()));
        CrowdQueue crowd = new CrowdQueue(database, queue, hot, configuration.lease(), new SecureRandom());
        OwnLabels ownLabels = new OwnLabels(database);
        Blindness blindness = new Blindness(() -> quality.recent().crowd());
        VisibleTraining training =
                new VisibleTraining(blindness, latest, champion, history, ownLabels::answers, Clock.systemUTC());
        WebSettings settings = configuration.web();
        SingleSignOnSettings provider = settings.singleSignOn();
        return new Parts(
                access,
                imports,
                new Routes(
                        new Security(access, settings.acceptedHosts(), provider),
                        new LabellingRoutes(
                                log,
                                images,
                                queue,
                                champion,
                                quality,
                                crowd,
                                blindness,
                                training,
                                ownLabels,
                                configuration.heldOutShare()),
                        new TrainingRoutes(
                                images,
                                imports,
                                latest,
                                history,
                                new StoredCheckpoints(configuration.kafka()),
                                new StoredWeights(configuration.kafka()),
                                relay,
                                training,
                                ownLabels),
                        new PeopleRoutes(
                                access, images, settings::givenAddress, provider == null ? null : provider.name()),
                        new QualityDecisionRoutes(log, blindness, ownLabels),
                        new QualityRoutes(
                                statistics,
                                new Previews(labels, database, statistics),
                                new PastStatistics(database, access.people()::names)),
                        new BlindRoutes(blindness),
                        new ConsensusRoutes(
                                log,
                                new Reviews(database),
                                new Explanations(database),
                                quality,
                                champion,
                                access,
                                images,
                                new PastQuality(database)),
                        new Monitoring(images, latest, history, relay)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /**
     * Migrates the database if it may, creates topics that are missing, and serves.
     *
     * @throws IllegalArgumentException when others could read what is sent, and nobody asked for that
     * @throws RuntimeException when the database or Kafka does not answer for minutes, or the port is taken
     */
    public static Labeller start(LabellerConfiguration configuration) throws InterruptedException {
        return start(configuration.web(), CompletableFuture.completedFuture(configuration));
    }

    /**
     * Starts while its servers may still be starting.
     *
     * @param configuration comes when they serve; its web settings are those given
     * @throws RuntimeException as {@link #start(LabellerConfiguration)}, or why the configuration does not come
     */
    public static Labeller start(WebSettings settings, CompletableFuture<LabellerConfiguration> configuration)
            throws InterruptedException {
        if (!settings.isPrivate()) {
            if (!settings.plain()) {
                throw new IllegalArgumentException("expected TLS, since other machines reach"
                        + " NUDGE_LABELLER_HTTP_ADDRESS=" + settings.address() + ": set NUDGE_LABELLER_TLS_CERTIFICATE"
                        + " and NUDGE_LABELLER_TLS_KEY, or name the reverse proxy that has TLS in"
                        + " NUDGE_LABELLER_HTTP_PROXIES, or ask for plain HTTP with NUDGE_LABELLER_HTTP_PLAIN=true");
            }
            LOG.warn(
                    "{} is not an address of this machine alone, and there is no TLS, as asked for: passwords and tokens"
                            + " can be read on the way",
                    settings.address());
        }
        return new Labeller(settings, configuration, Labeller::prepared);
    }

    /** Starts beside a database and a Kafka that need not be there: every request that needs them fails. */
    static Labeller startWithoutServers(LabellerConfiguration configuration) throws InterruptedException {
        return new Labeller(
                configuration.web(), CompletableFuture.completedFuture(configuration), ConnectionPool::untried);
    }

    /** Brings the database's schema up to date, if it is to, and creates topics that are missing. */
    public static void prepare(LabellerConfiguration configuration) {
        CompletableFuture<Void> topics = CompletableFuture.runAsync(() -> prepareKafka(configuration), BESIDE);
        if (configuration.databaseOwner() != null) {
            StartupRetry.with("the database " + configuration.databaseUrl(), () -> Migration.migrate(configuration));
        }
        try {
            topics.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }

    private static void prepareKafka(LabellerConfiguration configuration) {
        StartupRetry.withKafka(
                "Kafka at " + configuration.kafka(),
                () -> createTopics(configuration.kafka(), configuration.topicReplication()));
    }

    private static void createTopics(KafkaSettings kafka, short replication) throws InterruptedException {
        try (KafkaAdmin admin = KafkaAdmin.open(kafka)) {
            Topics.create(admin.client(), replication);
            ExistingTopics.check(admin.client()).forEach(LOG::warn);
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

    /**
     * A new token for programs of this installation, with the role of an administrator; the one before ends.
     *
     * @throws RuntimeException when the database does not answer for minutes
     */
    public AccessSecret renewLocalToken() {
        return StartupRetry.ask(DATABASE, () -> access.tokens().renewLocal());
    }

    /**
     * The one-time link with which the first administrator comes in; empty once there is one.
     *
     * @throws RuntimeException when the database does not answer for minutes
     */
    public Optional<String> firstAdministratorLink() {
        return StartupRetry.ask(DATABASE, access::firstAdministrator)
                .map(secret -> web.address() + "/welcome.html#" + secret.reveal());
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
        // Some library may print or read what is meant for machines in the language of this one.
        Locale.setDefault(Locale.ROOT);
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
