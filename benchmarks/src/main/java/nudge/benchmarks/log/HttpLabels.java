package nudge.benchmarks.log;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;

/** Labels through the labeller's REST API, with a token and connections that are kept, while it relays them to Kafka. */
final class HttpLabels implements AutoCloseable {
    private final Labeller labeller;
    private final String authorization;
    private final List<UUID> images;
    private final AtomicInteger next = new AtomicInteger();

    HttpLabels(EmbeddedPostgres postgres, EmbeddedKafka kafka) throws Exception {
        try (BenchStore store = new BenchStore(postgres, "http")) {
            PoolBench pool = new PoolBench(store);
            pool.addImages();
            images = pool.images();
            Collections.shuffle(images, new Random(2));
        }
        labeller = Labeller.start(LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                postgres.jdbcUrl("http"),
                "NUDGE_LABELLER_DATABASE_USER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                kafka.bootstrapServers())));
        authorization = "Bearer " + labeller.renewLocalToken().reveal();
    }

    /** A client with a connection of its own. */
    Callable<?> client() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return () -> label(client);
    }

    private HttpResponse<String> label(HttpClient client) throws IOException, InterruptedException {
        int label = next.getAndIncrement();
        URI address =
                URI.create(labeller.localAddress() + "/api/images/" + images.get(label % images.size()) + "/label");
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{\"digit\":" + label % 10 + ",\"elapsedMs\":850}"))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("expected the label to be taken, got " + response.statusCode() + response.body());
        }
        return response;
    }

    @Override
    public void close() throws InterruptedException {
        labeller.close();
    }
}
