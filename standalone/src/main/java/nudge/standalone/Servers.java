package nudge.standalone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServerException;
import nudge.embedded.EmbeddedServers;
import nudge.events.KafkaSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and Kafka for one Nudge. A server that dies is started again, on the same port. */
final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final long WATCH_MS = 250;
    private static final Executor OWN_THREAD = work -> new Thread(work, "servers").start();

    private final Home home;
    private final EmbeddedKafka.Options kafkaOptions;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "servers-watch");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<EmbeddedPostgres> postgres;
    private CompletableFuture<EmbeddedKafka> kafka;
    private boolean closed;

    private Servers(Home home, EmbeddedKafka.Options kafkaOptions) {
        this.home = home;
        this.kafkaOptions = kafkaOptions;
        this.kafka = CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(home.kafka(), kafkaOptions), OWN_THREAD);
        this.postgres = CompletableFuture.supplyAsync(() -> startPostgres(home, 0), OWN_THREAD);
    }

    /** Starts both side by side. */
    static Servers start(Home home) {
        return start(home, EmbeddedKafka.Options.defaults());
    }

    static Servers start(Home home, EmbeddedKafka.Options kafkaOptions) {
        Servers servers = begin(home, kafkaOptions);
        try {
            servers.postgres();
            servers.kafka();
            return servers;
        } catch (RuntimeException failed) {
            servers.close();
            throw failed;
        }
    }

    /** Begins to start both, side by side, and returns: {@link #postgres} and {@link #kafka} wait for them. */
    static Servers begin(Home home, EmbeddedKafka.Options kafkaOptions) {
        Servers servers = new Servers(home, kafkaOptions);
        servers.watch.scheduleWithFixedDelay(servers::revive, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
        return servers;
    }

    private static EmbeddedPostgres startPostgres(Home home, int port) {
        return EmbeddedPostgres.start(
                home.postgres(),
                EmbeddedPostgres.Options.defaults().withPort(port).withBinaries(EmbeddedServers.cache()));
    }

    private synchronized void revive() {
        try {
            if (hasDied(postgres, EmbeddedPostgres::isAlive)) {
                LOG.warn("PostgreSQL has ended and is started again");
                postgres.join().close();
                int port = postgres.join().port();
                postgres = CompletableFuture.completedFuture(startPostgres(home, port));
            }
            if (hasDied(kafka, EmbeddedKafka::isAlive)) {
                LOG.warn("Kafka has ended and is started again");
                kafka.join().close();
                int port = kafka.join().port();
                kafka = CompletableFuture.completedFuture(
                        EmbeddedKafka.start(home.kafka(), kafkaOptions.withPort(port)));
            }
        } catch (RuntimeException failed) {
            // Whatever it is: an exception that left this method would end the watch.
            LOG.error("a server does not start; it is tried again: {}", failed.toString());
        }
    }

    private <T> boolean hasDied(CompletableFuture<T> server, Predicate<T> isAlive) {
        return !closed && server.isDone() && !server.isCompletedExceptionally() && !isAlive.test(server.join());
    }

    /** @throws EmbeddedServerException when it did not start */
    synchronized EmbeddedPostgres postgres() {
        return started(postgres);
    }

    /** @throws EmbeddedServerException when it did not start */
    synchronized EmbeddedKafka kafka() {
        return started(kafka);
    }

    /** How the services get into Kafka. */
    KafkaSettings kafkaSettings() {
        EmbeddedKafka started = kafka();
        return KafkaSettings.of(started.bootstrapServers()).withProperties(started.clientProperties());
    }

    private static <T> T started(CompletableFuture<T> server) {
        try {
            return server.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof EmbeddedServerException reason ? reason : failed;
        }
    }

    /** Stops both, side by side; one that is just starting is waited for. */
    @Override
    public synchronized void close() {
        closed = true;
        watch.shutdownNow();
        CompletableFuture<Void> stopped = stop(kafka, EmbeddedKafka::close);
        stop(postgres, EmbeddedPostgres::close).join();
        stopped.join();
    }

    private static <T> CompletableFuture<Void> stop(CompletableFuture<T> server, Consumer<T> close) {
        return server.handleAsync(
                (started, failed) -> {
                    if (started != null) {
                        close.accept(started);
                    }
                    return null;
                },
                OWN_THREAD);
    }
}
