package nudge.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of this JVM's own (one node that is broker and controller), in a JVM and with a class path of its own, on
 * the loopback address alone, and stopped when this JVM is gone, {@code kill -9} included.
 *
 * <p>An acknowledged record survives a killed broker, but not always a machine that loses power: Kafka leaves writing to
 * the disk to the operating system.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** A port that was free when it was chosen. */
    private static final Pattern TAKEN_PORT = Pattern.compile("^FAILED port \\d+ is taken|Address already in use");

    private final HomeLock lock;
    private final Path home;
    private final int port;
    private final BrokerSecurity security;
    private final Process broker;

    private EmbeddedKafka(HomeLock lock, Path home, int port, BrokerSecurity security, Process broker) {
        this.lock = lock;
        this.home = home;
        this.port = port;
        this.security = security;
        this.broker = broker;
    }

    /**
     * How a broker is started.
     *
     * @param port the port for clients, or 0 for any free one
     * @param properties broker properties that replace or add to the built-in ones
     * @param jvmArguments arguments of the broker's JVM after the built-in ones, such as {@code -Xmx512m}
     * @param users passwords of users beside the home's owner, by their names; what they may do, an authorizer has to say,
     *     which the properties name: without one everybody who gets in may do everything
     */
    public record Options(
            int port, Map<String, String> properties, List<String> jvmArguments, Map<String, String> users) {
        public Options {
            Ports.validated(port);
            properties = Map.copyOf(properties);
            jvmArguments = List.copyOf(jvmArguments);
            users = Map.copyOf(users);
        }

        public static Options defaults() {
            return new Options(0, Map.of(), List.of(), Map.of());
        }

        public Options withPort(int newPort) {
            return new Options(newPort, properties, jvmArguments, users);
        }

        public Options withProperty(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(properties);
            more.put(name, value);
            return new Options(port, more, jvmArguments, users);
        }

        public Options withJvmArgument(String argument) {
            List<String> more = new ArrayList<>(jvmArguments);
            more.add(argument);
            return new Options(port, properties, more, users);
        }

        public Options withUser(String name, String password) {
            Map<String, String> more = new LinkedHashMap<>(users);
            more.put(name, password);
            return new Options(port, properties, jvmArguments, more);
        }
    }

    /** Starts on any free port, with the home's data; see {@link #start(Path, Options)}. */
    public static EmbeddedKafka start(Path home) {
        return start(home, Options.defaults());
    }

    /**
     * Starts the broker of a home folder, which is made and formatted the first time, and waits until clients can use it.
     *
     * @throws EmbeddedServerException if it does not start, or if the home is in use
     */
    public static EmbeddedKafka start(Path home, Options options) {
        Path folder = home.toAbsolutePath().normalize();
        try {
            HomeLock lock = HomeLock.take("Embedded Kafka", folder);
            try {
                return start(folder, options, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Embedded Kafka in %s: did not start: %s".formatted(home, FileFailure.line(e)), e);
        }
    }

    private static EmbeddedKafka start(Path home, Options options, HomeLock lock) throws IOException {
        long began = System.nanoTime();
        ServerLog log = ServerLog.open(home.resolve("kafka.log"));
        BrokerSecurity security = BrokerSecurity.of(home, options.users());
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = Ports.free(2);
            int port = options.port() == 0 ? free.get(0) : options.port();
            Path properties = home.resolve("broker.properties");
            BrokerSecurity.write(
                    properties,
                    BrokerProperties.of(home, port, free.get(1), options.properties(), security),
                    "Written at every start of the broker");
            log.mark();
            Process broker = launch(properties, options.jvmArguments(), log);
            String answer = firstLine(broker);
            if (answer.equals("READY")) {
                LOG.info(
                        "Kafka serves 127.0.0.1:{} from {} after {} ms",
                        port,
                        home,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                EmbeddedKafka started = new EmbeddedKafka(lock, home, port, security, broker);
                started.writeClientFile();
                return started;
            }
            broker.destroyForcibly();
            if (answer.startsWith("FAILED port " + options.port() + " is taken")) {
                throw new EmbeddedServerException(String.format(
                        Locale.ROOT,
                        "Embedded Kafka in %s: expected port %d to be free, but another program listens there; choose another, or 0 for any",
                        home,
                        port));
            }
            if (!TAKEN_PORT.matcher(answer).find() || attempt == 3) {
                String reason = answer.isEmpty() ? log.lastWords() : answer.substring("FAILED ".length());
                throw new EmbeddedServerException(String.format(
                        Locale.ROOT,
                        "Embedded Kafka in %s: expected it to be ready within %d s, but it was not: %s; see %s",
                        home,
                        START_LIMIT.toSeconds(),
                        reason,
                        log));
            }
        }
    }

    private void writeClientFile() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", bootstrapServers());
        properties.putAll(clientProperties());
        BrokerSecurity.write(clientFile(home), properties, "What clients of this broker need; written at every start");
    }

    /** The broker's JVM, as far as its class-data archive depends on it. */
    static List<String> jvm() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Most of its garbage is young: a larger space for it would be filled, and stay so, to no avail.
                "-Xms48m",
                "-Xmn24m",
                "-XX:+UseSerialGC",
                // It moves bytes: compiling its code further would cost more than it gives.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr");
    }

    private static Process launch(Path properties, List<String> jvmArguments, ServerLog log) throws IOException {
        List<String> command = new ArrayList<>(jvm());
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS"));
        command.addAll(BrokerArchive.arguments());
        command.addAll(jvmArguments);
        command.addAll(
                List.of("-cp", BrokerClassPath.find(), "nudge.embedded.broker.BrokerMain", properties.toString()));
        ProcessBuilder builder = new ProcessBuilder(Command.inOwnSession(command)).redirectError(log.redirect());
        Command.neutral(builder);
        return builder.start();
    }

    /** The one line that the broker writes to its output once it is ready or has failed; empty if none came in time. */
    private static String firstLine(Process broker) {
        Deadline deadline = Deadline.in(START_LIMIT);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
        deadline.await(() -> hasOutput(output) || !broker.isAlive());
        try {
            return output.ready() ? output.readLine() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasOutput(BufferedReader output) {
        try {
            return output.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What the owner's clients need beside {@link #bootstrapServers}. */
    public Map<String, String> clientProperties() {
        return security.forClients();
    }

    /** What the clients of another user need beside {@link #bootstrapServers}. */
    public static Map<String, String> clientProperties(String user, String password) {
        return BrokerSecurity.forClients(user, password);
    }

    /**
     * The file of Kafka's own form that has all that the owner's clients need, the address too. Written when the broker has
     * started; its owner alone can read it.
     */
    public Path clientFile() {
        return clientFile(home);
    }

    /** The {@link #clientFile()} of a broker's home. */
    public static Path clientFile(Path home) {
        return home.resolve("client.properties");
    }

    public int port() {
        return port;
    }

    /** The broker's process id; killing it ends the broker as a crash would. */
    public long pid() {
        return broker.pid();
    }

    public boolean isAlive() {
        return broker.isAlive();
    }

    /** Stops the broker and waits for its end; the data stay. Another call does nothing. */
    @Override
    public synchronized void close() {
        try {
            broker.getOutputStream().close();
            if (!Deadline.in(STOP_LIMIT).await(() -> !broker.isAlive())) {
                LOG.warn("Kafka did not stop within {} s and is killed", STOP_LIMIT.toSeconds());
                broker.destroyForcibly();
            }
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Embedded Kafka in %s: did not stop: %s".formatted(home, FileFailure.line(e)), e);
        }
    }
}
