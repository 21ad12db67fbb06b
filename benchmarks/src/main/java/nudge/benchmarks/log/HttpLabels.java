package nudge.benchmarks.log;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;

/** Labels through the labeller's REST API, with a token and connections that are kept, while it relays them to Kafka. */
final class HttpLabels implements AutoCloseable {
    private final Labeller labeller;
    private final String authorization;
    private final List<UUID> images;
    private final AtomicInteger next = new AtomicInteger();
    private final List<CloseableHttpClient> clients = new CopyOnWriteArrayList<>();

    HttpLabels(EmbeddedPostgres postgres, EmbeddedKafka kafka) throws Exception {
        try (BenchStore store = new BenchStore(postgres, "http")) {
            PoolBench pool = new PoolBench(store);
            pool.addImages(1);
            images = pool.images();
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
                kafka.bootstrapServers(),
                "NUDGE_LABELLER_KAFKA_PROPERTIES",
                kafka.clientFile().toString())));
        authorization = "Bearer " + labeller.renewLocalToken().reveal();
    }

    /** A client with a connection of its own. The JDK's client would take more of the machine than the labeller does. */
    Callable<?> client() {
        CloseableHttpClient client = HttpClients.createMinimal(new BasicHttpClientConnectionManager());
        clients.add(client);
        return () -> client.execute(request(), HttpLabels::answer);
    }

    private ClassicHttpRequest request() {
        int label = next.getAndIncrement();
        return ClassicRequestBuilder.post(labeller.localAddress())
                .setPath("/api/images/" + images.get(label % images.size()) + "/label")
                .addHeader("Authorization", authorization)
                .addHeader("Idempotency-Key", UUID.randomUUID().toString())
                .setEntity("{\"digit\":" + label % 10 + ",\"elapsedMs\":850}", ContentType.APPLICATION_JSON)
                .build();
    }

    private static String answer(ClassicHttpResponse response) throws IOException, ParseException {
        String body = EntityUtils.toString(response.getEntity());
        if (response.getCode() != 200) {
            throw new IOException("expected the label to be taken, got " + response.getCode() + " " + body);
        }
        return body;
    }

    @Override
    public void close() throws InterruptedException {
        clients.forEach(client -> client.close(CloseMode.IMMEDIATE));
        labeller.close();
    }
}
