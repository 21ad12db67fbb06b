package nudge.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of this JVM's own: durable (fsync on), on the loopback address alone, with a random superuser
 * password, and stopped when this JVM is gone, {@code kill -9} included. What is committed survives all of that.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** A killed postmaster's children and its unreaped process keep the data directory locked for a moment. */
    private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(10);

    private static final Pattern PREDECESSOR_IN_THE_WAY =
            Pattern.compile("lock file \".*\" already exists|pre-existing shared memory block");
    private static final Pattern PORT_TAKEN = Pattern.compile("Address already in use");

    private final HomeLock lock;
    private final PostgresCluster cluster;
    private final int port;
    private final Process watchdog;
    private final ProcessHandle postmaster;

    private EmbeddedPostgres(
            HomeLock lock, PostgresCluster cluster, int port, Process watchdog, ProcessHandle postmaster) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.watchdog = watchdog;
        this.postmaster = postmaster;
    }

    /**
     * How a server is started.
     *
     * @param port the port, or 0 for any free one
     * @param binaries where the programs are unpacked, to share them between homes; in the home itself when this is empty or
     *     the server cannot reach it
     * @param settings PostgreSQL settings that replace or add to the built-in ones
     */
    public record Options(int port, Optional<Path> binaries, Map<String, String> settings) {
        public Options {
            Ports.validated(port);
            settings = Map.copyOf(settings);
        }

        public static Options defaults() {
            return new Options(0, Optional.empty(), Map.of());
        }

        public Options withPort(int newPort) {
            return new Options(newPort, binaries, settings);
        }

        public Options withBinaries(Path folder) {
            return new Options(port, Optional.of(folder), settings);
        }

        public Options withSetting(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(settings);
            more.put(name, value);
            return new Options(port, binaries, more);
        }
    }

    /** Starts on any free port, with the home's data; see {@link #start(Path, Options)}. */
    public static EmbeddedPostgres start(Path home) {
        return start(home, Options.defaults());
    }

    /**
     * Starts the server of a home folder, which is made the first time: data, password, log and what else it needs.
     *
     * @throws EmbeddedServerException if it does not start, or if the home is in use
     */
    public static EmbeddedPostgres start(Path home, Options options) {
        Path folder = home.toAbsolutePath().normalize();
        try {
            HomeLock lock = HomeLock.take("Embedded PostgreSQL", folder);
            try {
                return start(folder, options, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL in %s: did not start: %s".formatted(home, FileFailure.line(e)), e);
        }
    }

    private static EmbeddedPostgres start(Path home, Options options, HomeLock lock) throws IOException {
        long began = System.nanoTime();
        Path programs = PostgresBinaries.of(home, options.binaries());
        PostgresCluster cluster = PostgresCluster.open(home, programs);
        Predecessor.stop(cluster);
        ServerLog log = ServerLog.open(home.resolve("postgres.log"));
        Deadline predecessorGone = Deadline.in(PREDECESSOR_LIMIT);
        int freePorts = 0;
        while (true) {
            int port = options.port() == 0 ? Ports.free() : options.port();
            log.mark();
            Process watchdog = launch(cluster, port, options.settings(), log);
            Optional<ProcessHandle> postmaster = awaitReady(cluster, watchdog);
            if (postmaster.isPresent()) {
                LOG.info("PostgreSQL serves 127.0.0.1:{} from {} after {} ms", port, home, millisSince(began));
                return new EmbeddedPostgres(lock, cluster, port, watchdog, postmaster.get());
            }
            String said = log.tail();
            boolean predecessor = PREDECESSOR_IN_THE_WAY.matcher(said).find() && !predecessorGone.passed();
            boolean unlucky = PORT_TAKEN.matcher(said).find() && options.port() == 0 && freePorts++ < 3;
            if (!predecessor && !unlucky) {
                throw notStarted(home, port, log);
            }
        }
    }

    private static EmbeddedServerException notStarted(Path home, int port, ServerLog log) throws IOException {
        String reason = PORT_TAKEN.matcher(log.tail()).find()
                ? String.format(
                        Locale.ROOT,
                        "expected port %d to be free, but another program listens there; choose another, or 0 for any",
                        port)
                : String.format(
                        Locale.ROOT,
                        "expected it to be ready within %d s, but it was not: %s; see %s",
                        START_LIMIT.toSeconds(),
                        log.lastWords(),
                        log);
        return new EmbeddedServerException("Embedded PostgreSQL in %s: %s".formatted(home, reason));
    }

    private static Process launch(PostgresCluster cluster, int port, Map<String, String> extra, ServerLog log)
            throws IOException {
        List<String> command = PostgresCommand.of(cluster, port, extra);
        ProcessBuilder builder = new ProcessBuilder(
                        Watchdog.over(cluster.runAs().command(command)))
                .redirectErrorStream(true)
                .redirectOutput(log.redirect());
        Command.neutral(builder);
        return builder.start();
    }

    /** The ready server's process; empty if it ended, or was not ready in time and is stopped. */
    private static Optional<ProcessHandle> awaitReady(PostgresCluster cluster, Process watchdog) throws IOException {
        Deadline deadline = Deadline.in(START_LIMIT);
        while (true) {
            deadline.await(
                    () -> !watchdog.isAlive() || readyUnder(watchdog, cluster).isPresent());
            if (!watchdog.isAlive()) {
                return Optional.empty();
            }
            Optional<ProcessHandle> ready = readyUnder(watchdog, cluster);
            if (ready.isPresent()) {
                return ready;
            }
            if (deadline.passed()) {
                List<ProcessHandle> late = watchdog.descendants().toList();
                watchdog.getOutputStream().close();
                awaitEnd(watchdog, late);
                return Optional.empty();
            }
        }
    }

    private static Optional<ProcessHandle> readyUnder(Process watchdog, PostgresCluster cluster) {
        // A file that an earlier run left names a process that is not the watchdog's child.
        return Postmaster.of(cluster.data())
                .filter(Postmaster::ready)
                .flatMap(postmaster -> watchdog.children()
                        .filter(child -> child.pid() == postmaster.pid())
                        .findFirst());
    }

    private static void awaitEnd(Process watchdog, List<ProcessHandle> server) {
        boolean ended = Deadline.in(STOP_LIMIT)
                .await(() -> !watchdog.isAlive() && server.stream().noneMatch(ProcessHandle::isAlive));
        if (!ended) {
            LOG.warn("PostgreSQL did not stop within {} s and is killed", STOP_LIMIT.toSeconds());
            server.forEach(ProcessHandle::destroyForcibly);
            watchdog.destroyForcibly();
        }
    }

    /** The JDBC URL of a database; user and password are given apart. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The superuser's name. */
    public String user() {
        return PostgresCluster.SUPERUSER;
    }

    /** The superuser's password; also in the home's file {@code password}. */
    public String password() {
        return cluster.password();
    }

    public int port() {
        return port;
    }

    /** The postmaster's process id; killing it ends the server as a crash would. */
    public long pid() {
        return postmaster.pid();
    }

    public boolean isAlive() {
        return watchdog.isAlive() && postmaster.isAlive();
    }

    /**
     * Makes an empty database.
     *
     * @return its JDBC URL
     */
    public String createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL: no database %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Stops the server and waits for its end; the data stay. Another call does nothing. */
    @Override
    public synchronized void close() {
        try {
            watchdog.getOutputStream().close();
            awaitEnd(watchdog, List.of(postmaster));
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL in %s: did not stop: %s".formatted(cluster.home(), e), e);
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
