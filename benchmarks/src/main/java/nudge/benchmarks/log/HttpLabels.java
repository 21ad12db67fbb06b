package nudge.benchmarks.log;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.events.Split;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.QualityCommand;
import nudge.quality.Policy;
import nudge.standalone.Api;
import nudge.standalone.InvitedPerson;
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

/** Labels through the labeller's REST API, with tokens and connections that are kept, while it relays them to Kafka. */
final class HttpLabels implements AutoCloseable {
    private static final UUID ADMIN = new UUID(0, 9);
    private static final int GOLD = 400;

    private final Labeller labeller;
    private final IntFunction<Label> labels;
    private final AtomicInteger next = new AtomicInteger();
    private final List<CloseableHttpClient> clients = new CopyOnWriteArrayList<>();

    private record Label(UUID image, int digit, String token) {}

    private HttpLabels(
            EmbeddedPostgres postgres,
            EmbeddedKafka kafka,
            String database,
            Function<Labeller, IntFunction<Label>> labels)
            throws InterruptedException {
        labeller = Labeller.start(LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                postgres.jdbcUrl(database),
                "NUDGE_LABELLER_DATABASE_USER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                kafka.bootstrapServers(),
                "NUDGE_LABELLER_KAFKA_PROPERTIES",
                kafka.clientFile().toString())));
        this.labels = labels.apply(labeller);
    }

    /** Under the policy solo: one annotator labels one image after the other. */
    static HttpLabels solo(EmbeddedPostgres postgres, EmbeddedKafka kafka) throws Exception {
        List<UUID> images;
        try (BenchStore store = new BenchStore(postgres, "http")) {
            images = images(store);
        }
        return new HttpLabels(postgres, kafka, "http", labeller -> {
            String token = labeller.renewLocalToken().reveal();
            return label -> new Label(images.get(label % images.size()), label % 10, token);
        });
    }

    /** Under the policy crowd with its defaults: people who label by turns, some of it gold. */
    static HttpLabels crowd(EmbeddedPostgres postgres, EmbeddedKafka kafka) throws Exception {
        CrowdTurns turns;
        try (BenchStore store = new BenchStore(postgres, "crowd")) {
            turns = new CrowdTurns(images(store), gold(store));
            store.log
                    .submit(new QualityRequest(ADMIN, new QualityCommand.SetPolicy(Policy.Crowd.standard())))
                    .join();
        }
        return new HttpLabels(postgres, kafka, "crowd", labeller -> {
            List<String> tokens = tokens(labeller);
            return label -> {
                CrowdTurns.Turn turn = turns.turn(label);
                return new Label(turn.image(), turn.digit(), tokens.get(turn.person()));
            };
        });
    }

    private static List<UUID> images(BenchStore store) throws Exception {
        PoolBench pool = new PoolBench(store);
        pool.addImages(1);
        return pool.images();
    }

    /** Held-out images that become gold: the i-th shows the last digit of i. */
    private static List<UUID> gold(BenchStore store) {
        SplittableRandom random = new SplittableRandom(2);
        List<NewImage> images = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        Map<UUID, Integer> digits = new HashMap<>();
        for (int i = 0; i < GOLD; i++) {
            byte[] pixels = new byte[Pixels.COUNT];
            random.nextBytes(pixels);
            images.add(new NewImage(pixels, Split.HELD_OUT, OptionalInt.of(i % 10), "bench"));
            ids.add(Pixels.of(pixels).imageId());
            digits.put(ids.get(i), i % 10);
        }
        new ImageImport(store.log, new Database(store.database), ADMIN).add(images);
        store.log
                .submit(new QualityRequest(ADMIN, new QualityCommand.ChooseGold(digits, "the benchmark knows it")))
                .join();
        return ids;
    }

    private static List<String> tokens(Labeller labeller) {
        String admin = labeller.renewLocalToken().reveal();
        try {
            return InvitedPerson.annotators(
                    new Api(URI.create(labeller.localAddress()), () -> admin), "Crowd", CrowdTurns.PEOPLE, 1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while people were invited", stop);
        }
    }

    /** A client with a connection of its own. The JDK's client would take more of the machine than the labeller does. */
    Callable<?> client() {
        CloseableHttpClient client = HttpClients.createMinimal(new BasicHttpClientConnectionManager());
        clients.add(client);
        return () -> client.execute(request(), HttpLabels::answer);
    }

    private ClassicHttpRequest request() {
        Label label = labels.apply(next.getAndIncrement());
        return ClassicRequestBuilder.post(labeller.localAddress())
                .setPath("/api/images/" + label.image() + "/label")
                .addHeader("Authorization", "Bearer " + label.token())
                .addHeader("Idempotency-Key", UUID.randomUUID().toString())
                .setEntity("{\"digit\":" + label.digit() + ",\"elapsedMs\":850}", ContentType.APPLICATION_JSON)
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
