package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nudge.events.KafkaSettings;

/**
 * The project's own images with docker-compose.yml, as an operator runs them; only the ports of PostgreSQL and Kafka are
 * added, so that a test can look inside.
 */
final class ComposeDeployment implements Deployment {
    private static final String PROJECT_NAME = "nudge-test";
    private static final String PASSWORD = "a password of the tests";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"nudge\" password=\"" + PASSWORD + "\";";
    private static final Duration HEALTHY = Duration.ofSeconds(120);

    private final Path folder;
    private final int http = NudgeProcess.freePort();
    private final int kafka = NudgeProcess.freePort();
    private final int postgres = NudgeProcess.freePort();
    private final Map<Part, String> containers = new EnumMap<>(Part.class);
    private Duration startedIn = Duration.ZERO;

    private ComposeDeployment() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "compose-");
        Files.writeString(folder.resolve("env"), filledIn(ComposeFile.PROJECT.resolve(".env.example")));
        Files.writeString(
                folder.resolve("ports.yml"), """
                services:
                  postgres:
                    ports: ["127.0.0.1:%2$s:5432"]
                  kafka:
                    ports: ["127.0.0.1:%1$s:19092"]
                    environment:
                      KAFKA_LISTENERS: CLIENTS://:9092,CONTROLLER://:9093,HOST://:19092
                      KAFKA_ADVERTISED_LISTENERS: CLIENTS://kafka:9092,HOST://127.0.0.1:%1$s
                      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,HOST:SASL_PLAINTEXT
                      KAFKA_LISTENER_NAME_HOST_PLAIN_SASL_JAAS_CONFIG: %3$s user_nudge="%4$s";
                """.formatted(kafka, postgres, LOGIN.replace(";", ""), PASSWORD));
    }

    private String filledIn(Path example) throws IOException {
        return Files.readString(example)
                .replaceAll("(?m)PASSWORD=$", "PASSWORD=" + PASSWORD)
                .replaceAll("(?m)^NUDGE_PORT=.*$", "NUDGE_PORT=" + http);
    }

    /** Builds the images from the jars of this build, and starts. */
    static ComposeDeployment start() {
        assertJarsAreNew("labeller-service");
        assertJarsAreNew("trainer-service");
        ComposeDeployment deployment;
        try {
            deployment = new ComposeDeployment();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        deployment.compose("down", "--volumes", "--remove-orphans");
        deployment.compose("build");
        long began = System.nanoTime();
        try {
            deployment.up();
        } catch (AssertionError failed) {
            System.out.println(deployment.compose("logs", "--tail", "100"));
            deployment.close();
            throw failed;
        }
        deployment.startedIn = Duration.ofNanos(System.nanoTime() - began);
        return deployment;
    }

    /** An image of older jars would be tested in vain. */
    private static void assertJarsAreNew(String module) {
        Path target = ComposeFile.PROJECT.resolve(module).resolve("target");
        try (Stream<Path> jars = Files.list(target);
                Stream<Path> classes = Files.walk(target.resolve("classes"))) {
            long jar = jars.filter(file -> file.toString().endsWith(".jar"))
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(0);
            long newest = classes.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(0);
            assertThat(jar)
                    .as("the jar of " + module + " is as new as its classes: ./nudge image or mvn package makes it")
                    .isGreaterThanOrEqualTo(newest);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void up() {
        compose("up", "--detach", "--wait", "--wait-timeout", String.valueOf(HEALTHY.toSeconds()));
    }

    private String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "compose",
                "--project-name",
                PROJECT_NAME,
                "--project-directory",
                ComposeFile.PROJECT.toString(),
                "--env-file",
                folder.resolve("env").toString(),
                "--file",
                ComposeFile.PROJECT.resolve("docker-compose.yml").toString(),
                "--file",
                folder.resolve("ports.yml").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "docker-", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            String said = Files.readString(output);
            assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
            return said.strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static String service(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /** What the engine knows of a part's container. */
    private String inspect(Part part, String format) {
        // Compose takes half a second of a processor to say which container it is: it is asked once.
        String container = containers.computeIfAbsent(part, each -> compose("ps", "--all", "--quiet", service(each)));
        return run(List.of("docker", "inspect", "--format", format, container));
    }

    @Override
    public Duration startedIn() {
        return startedIn;
    }

    @Override
    public String http() {
        return "http://127.0.0.1:" + http;
    }

    @Override
    public KafkaSettings kafka() {
        return KafkaSettings.of("127.0.0.1:" + kafka)
                .withProperties(Map.of(
                        "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", LOGIN));
    }

    @Override
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres + "/nudge", "nudge_owner", PASSWORD);
    }

    /** Where the process can be reached from here, the container comes back by itself; elsewhere it is started. */
    @Override
    public void crash(Part part) {
        String before = inspect(part, "{{.State.StartedAt}}");
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(inspect(part, "{{.State.Pid}}")));
        if (process.isEmpty() || !process.get().destroyForcibly()) {
            compose("kill", "--signal", "SIGKILL", service(part));
            compose("start", service(part));
        }
        awaitHealthySince(part, before);
    }

    @Override
    public Duration restart(Part part) {
        String before = inspect(part, "{{.State.StartedAt}}");
        long began = System.nanoTime();
        compose("stop", service(part));
        Duration stopped = Duration.ofNanos(System.nanoTime() - began);
        compose("start", service(part));
        awaitHealthySince(part, before);
        return stopped;
    }

    private void awaitHealthySince(Part part, String before) {
        await().atMost(HEALTHY).pollInterval(Duration.ofMillis(250)).until(() -> {
            String now = inspect(part, "{{.State.StartedAt}} {{.State.Health.Status}}");
            return !now.startsWith(before) && now.endsWith(" healthy");
        });
    }

    @Override
    public void downAndUp() {
        compose("down");
        containers.clear();
        up();
    }

    @Override
    public void close() {
        compose("down", "--volumes");
    }

    @Override
    public String toString() {
        return "containers of this project's images with docker-compose.yml";
    }
}
