package nudge.standalone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and Kafka for one Nudge. A server that dies is started again, on the same port. */
final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final long WATCH_MS = 250;

    private final Home home;
    private final EmbeddedKafka.Options kafkaOptions;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "servers-watch");
        thread.setDaemon(true);
        return thread;
    });
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;
    private boolean closed;

    private Servers(Home home, EmbeddedKafka.Options kafkaOptions, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.home = home;
        this.kafkaOptions = kafkaOptions;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** Starts both side by side. */
    static Servers start(Home home) {
        return start(home, EmbeddedKafka.Options.defaults());
    }

    static Servers start(Home home, EmbeddedKafka.Options kafkaOptions) {
        CompletableFuture<EmbeddedKafka> kafka =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(home.kafka(), kafkaOptions));
        EmbeddedPostgres postgres;
        try {
            postgres = startPostgres(home, 0);
        } catch (RuntimeException failed) {
            kafka.thenAccept(EmbeddedKafka::close);
            throw failed;
        }
        try {
            Servers servers = new Servers(home, kafkaOptions, postgres, kafka.join());
            servers.watch.scheduleWithFixedDelay(servers::revive, WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
            return servers;
        } catch (CompletionException failed) {
            postgres.close();
            throw failed.getCause() instanceof EmbeddedServerException reason ? reason : failed;
        }
    }

    private static EmbeddedPostgres startPostgres(Home home, int port) {
        return EmbeddedPostgres.start(
                home.postgres(), EmbeddedPostgres.Options.defaults().withPort(port));
    }

    private synchronized void revive() {
        try {
            if (!closed && !postgres.isAlive()) {
                LOG.warn("PostgreSQL has ended and is started again");
                postgres.close();
                postgres = startPostgres(home, postgres.port());
            }
            if (!closed && !kafka.isAlive()) {
                LOG.warn("Kafka has ended and is started again");
                kafka.close();
                kafka = EmbeddedKafka.start(home.kafka(), kafkaOptions.withPort(kafka.port()));
            }
        } catch (RuntimeException failed) {
            // Whatever it is: an exception that left this method would end the watch.
            LOG.error("a server does not start; it is tried again: {}", failed.toString());
        }
    }

    synchronized EmbeddedPostgres postgres() {
        return postgres;
    }

    synchronized EmbeddedKafka kafka() {
        return kafka;
    }

    @Override
    public synchronized void close() {
        closed = true;
        watch.shutdownNow();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(kafka::close);
        postgres.close();
        stopped.join();
    }
}
