package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nudge.embedded.BrokerArchive;
import tools.jackson.databind.json.JsonMapper;

/** A Nudge in a process of its own, as ./nudge up starts it. */
final class NudgeProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    /** Flags of the JVM. */
    static final Path VECTORS = ComposeFile.PROJECT.resolve("deploy/jvm/vectors.options");

    private final Path data;
    private final int port;
    private final Path output;
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 1_000;
    private static int nextPort;

    private final Process process;

    private NudgeProcess(Path data, int port, Path output, Process process) {
        this.output = output;
        this.data = data;
        this.port = port;
        this.process = process;
    }

    /**
     * A port that stays free until it is used: below those that the system gives to clients by itself, never given twice, and
     * from another range in each JVM that runs tests.
     */
    static synchronized int freePort() throws IOException {
        for (int tried = 0; tried < PORTS; tried++) {
            int port = FIRST_PORT + PORTS * (Integer.getInteger("nudge.fork", 0) % 10) + nextPort++ % PORTS;
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("expected a free port among " + PORTS + ", found none");
    }

    /** Starts, without waiting. */
    static NudgeProcess launch(Path data, int port, String... options) throws IOException {
        return launch(Map.of(), data, port, options);
    }

    /** @param settings environment variables */
    static NudgeProcess launch(Map<String, String> settings, Path data, int port, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + VECTORS));
        command.addAll(BrokerArchive.options());
        command.addAll(ServiceClassPath.options());
        command.addAll(List.of(Main.class.getName(), "up", "--data", data.toString(), "--port", String.valueOf(port)));
        command.addAll(List.of(options));
        Files.createDirectories(data.getParent());
        Path output = Files.createTempFile(data.getParent(), "up-", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        return new NudgeProcess(data, port, output, process);
    }

    /** Starts, and waits until it serves and all that its pool begins with is in it. */
    static NudgeProcess start(Path data, int port, String... options) throws IOException {
        return start(Map.of(), data, port, options);
    }

    /** @param settings environment variables */
    static NudgeProcess start(Map<String, String> settings, Path data, int port, String... options) throws IOException {
        NudgeProcess nudge = launch(settings, data, port, options);
        boolean filled = List.of(options).contains("none");
        await().atMost(READY).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(nudge.process.isAlive())
                    .as("nudge up runs; it said: %s", nudge.output())
                    .isTrue();
            return Files.exists(data.resolve("running.json"))
                    && nudge.addresses().pid() == nudge.process.pid()
                    && (filled || Files.exists(data.resolve("mnist-loaded")));
        });
        return nudge;
    }

    RunningNudge.Addresses addresses() throws IOException {
        return new JsonMapper()
                .readValue(Files.readAllBytes(data.resolve("running.json")), RunningNudge.Addresses.class);
    }

    String http() {
        return "http://127.0.0.1:" + port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** What it has said so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** An administrator's token. */
    String token() {
        try {
            return Files.readString(data.resolve("token")).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Api api() {
        return new Api(URI.create(http()), this::token);
    }

    /** The one-time link for the first administrator, from what the terminal shows. */
    String firstAdministratorLink() {
        return await().atMost(READY)
                .until(() -> link(output()), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<String> link(String shown) {
        return shown.lines()
                .map(String::strip)
                .filter(line -> line.contains("/welcome.html#"))
                .findFirst();
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    /** Reads the log as the database's superuser. */
    Connection database() throws IOException, SQLException {
        String password = Files.readString(data.resolve("postgres/password")).strip();
        return DriverManager.getConnection(addresses().database() + "?currentSchema=nudge", "postgres", password);
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("nudge up ends").isTrue();
        return process.exitValue();
    }

    /** {@code kill -9}; what it had started ends as well. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        awaitEnd(children);
    }

    /** As Ctrl-C does; nothing stays behind. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        awaitEnd(children);
    }

    private void awaitEnd(List<ProcessHandle> children) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> !process.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
