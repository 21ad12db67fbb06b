package nudge.trainer;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nudge.events.ClockGuard;
import nudge.events.KafkaAdmin;
import nudge.events.Topics;
import nudge.trainer.Status.State;
import nudge.trainer.TrainingSession.Setup;
import nudge.trainer.kafka.Faults;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.LeaderElection;
import nudge.trainer.schedule.LiveSchedule;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainer as a service: one thread that trains, and health and metrics over HTTP. It never ends by itself: when Kafka does
 * not answer, it tries again; when trying again would not help, it halts and says why. Thread-safe.
 */
public final class Trainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final long RETRY_MILLIS = 500;
    private static final long FENCED_MILLIS = 10_000;

    private static final String CLOCK_PUT_BACK =
            "the machine's clock was put back: connects with Kafka anew, whose clients wait by it, see docs/operations.md#clocks";

    private final TrainerConfiguration configuration;
    private final Status status = new Status();
    private final Metrics metrics = new Metrics(status);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpApi http;
    private final Thread thread;
    private volatile @Nullable TrainingSession session;

    private Trainer(TrainerConfiguration configuration) {
        this.configuration = configuration;
        this.http = HttpApi.start(configuration.httpAddress(), configuration.httpPort(), status, metrics);
        this.thread = new Thread(this::run, "trainer");
    }

    /**
     * Starts training, and returns before Kafka has answered.
     *
     * @throws IllegalStateException when the HTTP port is taken
     */
    public static Trainer start(TrainerConfiguration configuration) {
        LOG.info("{}", configuration);
        Trainer trainer = new Trainer(configuration);
        trainer.thread.start();
        return trainer;
    }

    public static void main(String[] arguments) {
        // Some library may print or read what is meant for machines in the language of this one.
        Locale.setDefault(Locale.ROOT);
        try {
            Trainer trainer = start(TrainerConfiguration.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(trainer::close, "trainer-stop"));
        } catch (IllegalArgumentException | IllegalStateException refused) {
            System.err.println("nudge trainer: " + refused.getMessage());
            System.exit(2);
        }
    }

    /** The port of health and metrics. */
    public int httpPort() {
        return http.port();
    }

    private void run() {
        try (ClockGuard clock = ClockGuard.ofThisThread()) {
            run(clock);
        }
    }

    private void run(ClockGuard clock) {
        while (!isClosed()) {
            try {
                train();
            } catch (HaltedException halted) {
                status.set(State.HALTED, String.valueOf(halted.getMessage()));
                LOG.error("the trainer halts: {}", halted.getMessage());
                return;
            } catch (WakeupException | InterruptException stop) {
                if (!clock.wasPutBack() || isClosed()) {
                    return;
                }
                retry(CLOCK_PUT_BACK, RETRY_MILLIS);
            } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
                // Two trainers of a model would fence each other for ever: this one waits before it does so.
                retry(
                        "another trainer of model " + configuration.model()
                                + " has begun, or Kafka has timed this one out: " + fenced.getMessage(),
                        FENCED_MILLIS);
            } catch (KafkaException | IllegalStateException failed) {
                retry(String.valueOf(failed.getMessage()), RETRY_MILLIS);
            } catch (UncheckedIOException disk) {
                if (clock.wasPutBack()) {
                    retry(CLOCK_PUT_BACK, RETRY_MILLIS); // an interrupt closes the file of pixels
                    continue;
                }
                String reason = disk.getMessage() + "; NUDGE_TRAINER_FOLDER names it";
                status.set(State.HALTED, reason);
                LOG.error("the trainer halts: {}", reason);
                return;
            } catch (RuntimeException | Error broken) {
                status.set(State.HALTED, broken.toString());
                LOG.error("the trainer halts", broken);
                return;
            }
        }
    }

    private void train() {
        createTopics();
        if (configuration.instance().isEmpty()) {
            open();
            return;
        }
        try (LeaderElection election = new LeaderElection(
                configuration.kafka(), configuration.model(), configuration.instance(), this::wakeup)) {
            while (!isClosed()) {
                if (election.await(Duration.ofMillis(RETRY_MILLIS))) {
                    status.set(State.STARTING, "");
                    trainWhileLeading();
                } else {
                    status.set(State.STANDBY, "");
                }
            }
        }
    }

    private void trainWhileLeading() {
        try {
            open();
        } catch (WakeupException closedOrLost) {
            LOG.info("stops training: closed, or another trainer leads");
        }
    }

    private void open() {
        Setup setup = new Setup(
                configuration.kafka(),
                configuration.model(),
                configuration.training(),
                configuration.resources(),
                new LiveSchedule(
                        System::nanoTime, configuration.hyperparameters().batchSize(), configuration.passes()),
                Clock.systemUTC(),
                Faults.NONE,
                status,
                metrics);
        try (TrainingSession opened = TrainingSession.open(setup)) {
            session = opened;
            metrics.starts.increment();
            run(opened);
        } finally {
            session = null;
        }
    }

    /** After a publication that failed, a session goes on with what it has learned; any other failure ends it. */
    private void run(TrainingSession opened) {
        while (!isClosed()) {
            try {
                opened.run();
            } catch (WakeupException
                    | InterruptException
                    | ProducerFencedException
                    | InvalidProducerEpochException ended) {
                throw ended;
            } catch (KafkaException failed) {
                if (!opened.isUnsure()) {
                    throw failed;
                }
                retry(String.valueOf(failed.getMessage()), RETRY_MILLIS);
            }
        }
    }

    private void createTopics() {
        try (KafkaAdmin admin = KafkaAdmin.open(configuration.kafka())) {
            Topics.create(admin.client(), configuration.topicReplication());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void retry(String reason, long millis) {
        status.set(State.RETRYING, reason);
        LOG.warn("the trainer starts again in {} ms: {}", millis, reason);
        try {
            boolean stop = closed.await(millis, TimeUnit.MILLISECONDS);
            LOG.debug("closed while waiting: {}", stop);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeup() {
        TrainingSession open = session;
        if (open != null) {
            open.wakeup();
        }
    }

    /** Stops training, within 10 seconds; what is not published is learned again after the next start. */
    @Override
    public void close() {
        closed.countDown();
        wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(8));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(2));
            }
        } catch (InterruptedException stop) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        status.set(State.STOPPED, "");
        http.close();
        metrics.close();
    }
}
