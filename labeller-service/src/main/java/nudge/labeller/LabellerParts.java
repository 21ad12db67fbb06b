package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nudge.labeller.access.Access;
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
import nudge.labeller.statistics.StoppedAnnotators;
import nudge.labeller.web.Monitoring;
import nudge.labeller.web.Routes;
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

/** What stands behind the web server of a labeller, and how it is put together. */
final class LabellerParts {
    private final LabellerConfiguration configuration;
    private final Consumer<AutoCloseable> opened;
    private final Clock clock = Clock.systemUTC();
    private final History history = new History();
    private final CurrentModel latest = new CurrentModel();
    private final CurrentModel champion = new CurrentModel();
    private final Database database;
    private final Relay relay;
    private final GroupCommit<LogRequest, Receipt> log;
    private final Access access;
    private final ImageImport imports;
    private final ImageQueries images;
    private final QualityQueries quality;
    private final LabelHistory labels;
    private final OwnLabels ownLabels;
    private final Blindness blindness;
    private final VisibleTraining training;
    private final Routes routes;

    /**
     * Opens them, and begins to follow the log and Kafka.
     *
     * @param opened hears of each part that is to be closed; the last one is to be closed first
     * @param beside runs what nobody waits for
     */
    LabellerParts(
            LabellerConfiguration configuration,
            HikariDataSource pool,
            Consumer<AutoCloseable> opened,
            Executor beside) {
        this.configuration = configuration;
        this.opened = opened;
        database = new Database(pool);
        opened(new CheckpointFollower(configuration.kafka(), history, latest, champion));
        Database relayDatabase = new Database(opened(ConnectionPool.forRelay(configuration)));
        relay = opened(new Relay(relayDatabase, configuration.kafka()));
        log = opened(new GroupCommit<>(pool, new ImageTransaction(clock, new EventIds(clock)), relay::wake));
        access = new Access(database, clock, System::nanoTime, configuration.sessionIdle());
        imports = new ImageImport(log, database, Access.SYSTEM);
        images = new ImageQueries(database);
        quality = new QualityQueries(database);
        labels = opened(new LabelHistory(database));
        opened(new ConsensusJobs(database, log, quality, labels::start));
        ownLabels = new OwnLabels(database);
        blindness = new Blindness(() -> quality.recent().crowd());
        training = new VisibleTraining(blindness, latest, champion, history, ownLabels::answers, clock);
        routes = routes(beside);
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.accept(part);
        return part;
    }

    Access access() {
        return access;
    }

    ImageImport images() {
        return imports;
    }

    Routes routes() {
        return routes;
    }

    private Routes routes(Executor beside) {
        SingleSignOnSettings provider = configuration.web().singleSignOn();
        return new Routes(
                new Security(access, configuration.web().acceptedHosts(), provider),
                labelling(beside),
                training(),
                new PeopleRoutes(
                        access, images, configuration.web()::givenAddress, provider == null ? null : provider.name()),
                new QualityDecisionRoutes(log, ownLabels),
                figures(),
                new BlindRoutes(blindness),
                consensus(),
                new Monitoring(images, latest, history, relay));
    }

    private LabellingRoutes labelling(Executor beside) {
        TaskQueue queue = new TaskQueue(database, configuration.lease());
        HotList hot = opened(new HotList(queue, latest, history, quality, new SecureRandom()));
        return new LabellingRoutes(
                log,
                images,
                queue,
                champion,
                quality,
                new CrowdQueue(database, queue, hot, configuration.lease(), new SecureRandom()),
                new StoppedAnnotators(labels, beside),
                blindness,
                training,
                ownLabels,
                configuration.heldOutShare());
    }

    private TrainingRoutes training() {
        return new TrainingRoutes(
                images,
                imports,
                latest,
                history,
                new StoredCheckpoints(configuration.kafka()),
                new StoredWeights(configuration.kafka()),
                relay,
                training,
                ownLabels);
    }

    private QualityRoutes figures() {
        Statistics statistics = new Statistics(labels, database, access.people()::names);
        return new QualityRoutes(
                statistics,
                new Previews(labels, database, statistics),
                new PastStatistics(database, access.people()::names));
    }

    private ConsensusRoutes consensus() {
        return new ConsensusRoutes(
                log,
                new Reviews(database),
                new Explanations(database),
                quality,
                champion,
                access,
                images,
                new PastQuality(database));
    }
}
