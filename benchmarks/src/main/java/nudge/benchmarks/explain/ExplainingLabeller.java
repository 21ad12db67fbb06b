package nudge.benchmarks.explain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.ProducerClose;
import nudge.events.Split;
import nudge.labeller.Labeller;
import nudge.labeller.LabellerConfiguration;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.Network;
import nudge.network.WeightFile;
import nudge.standalone.CommandFailedException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A labeller with one checkpoint and some labelled images, asked over one connection that is kept. */
final class ExplainingLabeller implements AutoCloseable {
    private static final String DATABASE = "explain";
    private static final int IMAGES = 100;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final CloseableHttpClient client = HttpClients.createMinimal(new BasicHttpClientConnectionManager());
    private final Labeller labeller;
    private final String authorization;
    private final List<UUID> images = new ArrayList<>();
    private int bytes;

    private ExplainingLabeller(Labeller labeller) {
        this.labeller = labeller;
        this.authorization = "Bearer " + labeller.renewLocalToken().reveal();
    }

    static ExplainingLabeller start(EmbeddedPostgres postgres, EmbeddedKafka kafka, Network network, Mnist digits)
            throws IOException, InterruptedException {
        ExplainingLabeller explaining = new ExplainingLabeller(Labeller.start(LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_HTTP_PORT",
                "0",
                "NUDGE_LABELLER_DATABASE_URL",
                postgres.createDatabase(DATABASE),
                "NUDGE_LABELLER_DATABASE_USER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_DATABASE_OWNER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                kafka.bootstrapServers(),
                "NUDGE_LABELLER_KAFKA_PROPERTIES",
                kafka.clientFile().toString()))));
        explaining.add(digits);
        publish(KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties()), network);
        explaining.awaitCheckpoint();
        return explaining;
    }

    private void add(Mnist digits) {
        List<NewImage> labelled = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            byte[] pixels = digits.image(image);
            labelled.add(new NewImage(pixels, Split.TRAIN, OptionalInt.of(digits.digit(image)), "bench"));
            images.add(Pixels.of(pixels).imageId());
        }
        labeller.images().add(labelled);
    }

    private static void publish(KafkaSettings kafka, Network network) {
        TrainingDefaults defaults = TrainingDefaults.live();
        byte[] weights = WeightFile.write(network, Map.of());
        CheckpointPublished checkpoint = new CheckpointPublished(
                CheckpointPublished.id(1, "0123456789abcdef"),
                "digits",
                null,
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                1,
                IMAGES,
                0,
                IMAGES,
                IMAGES,
                List.of(),
                new Training(
                        network.spec().sizes(),
                        network.spec().activation().name(),
                        network.spec().cost().name(),
                        defaults.initialisation().name(),
                        defaults.hyperparameters().learningRate(),
                        defaults.hyperparameters().momentum(),
                        defaults.hyperparameters().batchSize(),
                        defaults.seed()),
                new Sampler(0, IMAGES, 0, 0),
                Instant.now());
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                kafka.forProducer("trainer-digits"), new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
            for (int chunk = 0; chunk < checkpoint.chunks(); chunk++) {
                producer.send(EventCodec.encodeChunk(checkpoint, chunk, weights));
            }
            producer.send(EventCodec.encode(checkpoint));
            producer.commitTransaction();
        } finally {
            ProducerClose.within(Duration.ofSeconds(2), producer);
        }
    }

    private void awaitCheckpoint() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (explain(images.get(0)) != 200) {
            if (System.nanoTime() > end) {
                throw new CommandFailedException(
                        "expected an explanation within 30 s of the checkpoint's publication, got none");
            }
            Thread.sleep(50);
        }
    }

    /** How long requests take one after the other, from the request to the last byte of the answer, in nanoseconds. */
    List<Long> times(int count) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int request = 0; request < count; request++) {
            long began = System.nanoTime();
            int status = explain(images.get(request % IMAGES));
            times.add(System.nanoTime() - began);
            if (status != 200) {
                throw new CommandFailedException("expected an explanation, got status " + status);
            }
        }
        return times;
    }

    /** Of the last answer. */
    int bytes() {
        return bytes;
    }

    private int explain(UUID image) throws IOException {
        return client.execute(
                ClassicRequestBuilder.get(labeller.localAddress())
                        .setPath("/api/explain")
                        .addParameter("image", image.toString())
                        .addHeader("Authorization", authorization)
                        .build(),
                this::status);
    }

    private int status(ClassicHttpResponse response) throws IOException {
        bytes = EntityUtils.toByteArray(response.getEntity()).length;
        return response.getCode();
    }

    @Override
    public void close() throws InterruptedException {
        client.close(CloseMode.IMMEDIATE);
        labeller.close();
    }
}
