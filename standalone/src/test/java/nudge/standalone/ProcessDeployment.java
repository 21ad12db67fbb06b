package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.events.KafkaSettings;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.Migration;
import nudge.trainer.Trainer;

/** Both services as processes of their own, on embedded servers. A crashed server is restarted in order; a service is killed. */
final class ProcessDeployment implements Deployment {
    private static final String DATABASE = "nudge";
    private static final String PASSWORD = "a password of the tests";

    private final Path folder;
    private final int labellerPort = NudgeProcess.freePort();
    private final int trainerPort = NudgeProcess.freePort();
    private final HttpClient client = HttpClient.newHttpClient();
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;
    private Process labeller;
    private Process trainer;
    private Duration startedIn = Duration.ZERO;

    private ProcessDeployment() throws IOException, SQLException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "deployment-");
        postgres = startPostgres(0);
        kafka = startKafka(0);
        postgres.createDatabase(DATABASE);
        Migration.run(LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_DATABASE_URL", postgres.jdbcUrl(DATABASE),
                "NUDGE_LABELLER_DATABASE_PASSWORD", PASSWORD,
                "NUDGE_LABELLER_DATABASE_OWNER", postgres.user(),
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD", postgres.password(),
                "NUDGE_LABELLER_KAFKA", kafka.bootstrapServers())));
        labeller = launchLabeller();
        trainer = launchTrainer();
    }

    static ProcessDeployment start() {
        try {
            long began = System.nanoTime();
            ProcessDeployment deployment = new ProcessDeployment();
            deployment.awaitHealthy();
            deployment.startedIn = Duration.ofNanos(System.nanoTime() - began);
            return deployment;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private EmbeddedPostgres startPostgres(int port) {
        return EmbeddedPostgres.start(
                folder.resolve("postgres"), EmbeddedPostgres.Options.defaults().withPort(port));
    }

    private EmbeddedKafka startKafka(int port) {
        return EmbeddedKafka.start(
                folder.resolve("kafka"), EmbeddedKafka.Options.defaults().withPort(port));
    }

    private Process launchLabeller() {
        return launch(
                Labeller.class,
                Map.of(
                        "NUDGE_LABELLER_HTTP_PORT", String.valueOf(labellerPort),
                        "NUDGE_LABELLER_DATABASE_URL", postgres.jdbcUrl(DATABASE),
                        "NUDGE_LABELLER_DATABASE_PASSWORD", PASSWORD,
                        "NUDGE_LABELLER_KAFKA", kafka.bootstrapServers(),
                        "NUDGE_LABELLER_KAFKA_PROPERTIES", kafka.clientFile().toString()));
    }

    private Process launchTrainer() {
        return launch(
                Trainer.class,
                Map.of(
                        "NUDGE_TRAINER_HTTP_PORT", String.valueOf(trainerPort),
                        "NUDGE_TRAINER_KAFKA", kafka.bootstrapServers(),
                        "NUDGE_TRAINER_KAFKA_PROPERTIES", kafka.clientFile().toString()));
    }

    private Process launch(Class<?> main, Map<String, String> variables) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + NudgeProcess.VECTORS));
        command.addAll(ServiceClassPath.options());
        command.add(main.getName());
        ProcessBuilder service = new ProcessBuilder(command);
        service.environment().putAll(variables);
        try {
            Path output = Files.createTempFile(folder, main.getSimpleName(), ".out");
            return service.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitHealthy() {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> answers(labellerPort, "/actuator/health/readiness") && answers(trainerPort, "/health"));
    }

    private boolean answers(int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Duration startedIn() {
        return startedIn;
    }

    @Override
    public String http() {
        return "http://127.0.0.1:" + labellerPort;
    }

    @Override
    public KafkaSettings kafka() {
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }

    @Override
    public Connection database() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password());
    }

    @Override
    public void crash(Part part) {
        switch (part) {
            case LABELLER -> labeller.destroyForcibly();
            case TRAINER -> trainer.destroyForcibly();
            default -> {}
        }
        restart(part);
    }

    @Override
    public Duration restart(Part part) {
        long began = System.nanoTime();
        switch (part) {
            case POSTGRES -> postgres.close();
            case KAFKA -> kafka.close();
            case LABELLER -> end(labeller);
            case TRAINER -> end(trainer);
        }
        Duration stopped = Duration.ofNanos(System.nanoTime() - began);
        switch (part) {
            case POSTGRES -> postgres = startPostgres(postgres.port());
            case KAFKA -> kafka = startKafka(kafka.port());
            case LABELLER -> labeller = launchLabeller();
            case TRAINER -> trainer = launchTrainer();
        }
        awaitHealthy();
        return stopped;
    }

    private static void end(Process process) {
        process.destroy();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("the service stops")
                    .isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void downAndUp() {
        close();
        postgres = startPostgres(postgres.port());
        kafka = startKafka(kafka.port());
        labeller = launchLabeller();
        trainer = launchTrainer();
        awaitHealthy();
    }

    @Override
    public void close() {
        end(labeller);
        end(trainer);
        kafka.close();
        postgres.close();
    }

    @Override
    public String toString() {
        return "processes on an embedded PostgreSQL and an embedded Kafka, without containers";
    }
}
