package nudge.labeller;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.KafkaSettings;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A labeller on a database and a Kafka of its own, spoken to over HTTP. */
public final class RunningLabeller implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final EmbeddedKafka kafka;
    private final Map<String, String> environment;
    private Labeller labeller;
    private String token;

    private RunningLabeller(EmbeddedKafka kafka, Map<String, String> environment) throws InterruptedException {
        this.kafka = kafka;
        this.environment = environment;
        this.labeller = Labeller.start(LabellerConfiguration.of(environment));
        this.token = labeller.renewLocalToken().reveal();
    }

    public static RunningLabeller start(Path folder, Map<String, String> settings)
            throws SQLException, InterruptedException {
        return start(folder, settings, "");
    }

    /** @param driver parameters of the database's driver behind its address, or nothing */
    public static RunningLabeller start(Path folder, Map<String, String> settings, String driver)
            throws SQLException, InterruptedException {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        // A relay's Kafka belongs to one log: it cannot be shared with other tests.
        EmbeddedKafka kafka = EmbeddedKafka.start(folder);
        String name = "labeller_" + UUID.randomUUID().toString().replace("-", "");
        String url = postgres.createDatabase(name);
        try (Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'secret'");
        }
        Map<String, String> environment = new HashMap<>(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                url + driver,
                "NUDGE_LABELLER_DATABASE_USER",
                name,
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                "secret",
                "NUDGE_LABELLER_DATABASE_OWNER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                kafka.bootstrapServers(),
                "NUDGE_LABELLER_KAFKA_PROPERTIES",
                kafka.clientFile().toString()));
        environment.putAll(settings);
        return new RunningLabeller(kafka, environment);
    }

    /** Stops the labeller and starts it again, so that it serves the pages of a folder. */
    public void restartWithSources(Path sources) throws InterruptedException {
        labeller.close();
        LabellerConfiguration configuration = LabellerConfiguration.of(environment);
        labeller = Labeller.start(
                configuration.web().withSources(sources), CompletableFuture.completedFuture(configuration));
        token = labeller.renewLocalToken().reveal();
    }

    /** Stops the labeller and starts it again, on the same data and another port. */
    public void restart() throws InterruptedException {
        labeller.close();
        labeller = Labeller.start(LabellerConfiguration.of(environment));
        token = labeller.renewLocalToken().reveal();
    }

    /** The token that the methods below send: an administrator's. */
    public String token() {
        return token;
    }

    /** Present as long as nobody has become an administrator. */
    public Optional<String> firstAdministratorLink() {
        return labeller.firstAdministratorLink();
    }

    /** Every route that has a handler. */
    public SortedSet<String> routes() {
        return labeller.web().routes();
    }

    public int port() {
        return labeller.port();
    }

    /** Its Kafka. */
    public KafkaSettings kafka() {
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }

    /** The database, as the application's role sees it. */
    public Connection database() throws SQLException {
        String url = environment.get("NUDGE_LABELLER_DATABASE_URL");
        return DriverManager.getConnection(
                url + (url.contains("?") ? "&" : "?") + "currentSchema=nudge",
                environment.get("NUDGE_LABELLER_DATABASE_USER"),
                environment.get("NUDGE_LABELLER_DATABASE_PASSWORD"));
    }

    public ImageImport images() {
        return labeller.images();
    }

    /** Carries requests out as another labeller on the same log does. */
    public void submit(LogRequest... requests) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        try (HikariDataSource pool = ConnectionPool.open(LabellerConfiguration.of(environment));
                GroupCommit<LogRequest, Receipt> log =
                        new GroupCommit<>(pool, new ImageTransaction(clock, new EventIds(clock)), () -> {})) {
            log.submitAll(List.of(requests)).forEach(CompletableFuture::join);
        }
    }

    /** An answer: its status and its JSON. */
    public record Answer(int status, JsonNode json, String contentType) {
        public String detail() {
            return json.path("detail").asString("");
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + labeller.port() + path);
    }

    public Answer put(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    public Answer post(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()));
    }

    public Answer post(String path, String contentType, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public byte[] bytes(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.header("Authorization", "Bearer " + token);
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(response.body()),
                response.headers().firstValue("Content-Type").orElse(""));
    }

    @Override
    public void close() throws InterruptedException {
        labeller.close();
        kafka.close();
    }
}
