package nudge.benchmarks.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nudge.benchmarks.Figure;
import nudge.embedded.EmbeddedKafka;
import nudge.events.CommittedRecords;
import nudge.events.CommittedRecords.End;
import nudge.events.KafkaSettings;
import nudge.events.Split;
import nudge.events.Topics;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.RelayProtocol;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** From the log to committed in Kafka, beside a bare transactional producer that sends the same bytes, in turns. */
final class RelayBench {
    private static final int EVENTS = 100_000;
    private static final int IMAGES = 1_000;
    /** Both sides are compiled, and their heap has its size, after about so many rounds. */
    private static final int WARM_UP = 3;

    private static final TopicPartition LABELS = Topics.LABELS.partition();

    private final BenchStore store;
    private final KafkaSettings kafka;

    RelayBench(BenchStore store, EmbeddedKafka kafka) {
        this.store = store;
        this.kafka = KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }

    List<Figure> run(int rounds) throws Exception {
        fill();
        List<Double> relayed = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            double relaySeconds = catchUp();
            List<ProducerRecord<String, byte[]>> records = published();
            double bareSeconds = send(records);
            if (round >= 0) {
                relayed.add(EVENTS / relaySeconds);
                bare.add(EVENTS / bareSeconds);
            }
        }
        return List.of(
                new Figure(
                        "relay catching up",
                        Figure.median(relayed),
                        "events/s",
                        "bare producer, same bytes",
                        Figure.median(bare)),
                Figure.alone("label acknowledged to in Kafka, median", latency(), "ms"));
    }

    private void fill() throws Exception {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        List<UUID> images = new ArrayList<>();
        UUID actor = UUID.randomUUID();
        for (int i = 0; i < IMAGES; i++) {
            byte[] bytes = new byte[Pixels.COUNT];
            bytes[i % Pixels.COUNT] = (byte) (1 + i / Pixels.COUNT);
            Pixels pixels = Pixels.of(bytes);
            images.add(pixels.imageId());
            receipts.add(store.log.submit(new ImageRequest(
                    actor, null, pixels.imageId(), null, new Add(pixels, Split.TRAIN, OptionalInt.empty(), "bench"))));
        }
        for (int i = 0; i < (EVENTS - IMAGES) / 2; i++) {
            receipts.add(store.log.submit(
                    new ImageRequest(actor, null, images.get(i % IMAGES), null, new GiveLabel(i % 10, 850, null))));
            if (receipts.size() > 4_000) {
                receipts.forEach(CompletableFuture::join);
                receipts.clear();
            }
        }
        receipts.forEach(CompletableFuture::join);
    }

    /** @return seconds from the first read of the log to its last label committed */
    private double catchUp() throws Exception {
        freshTopics(kafka);
        try (Relay relay = new Relay(new Database(store.database), kafka)) {
            awaitState(relay);
            long start = System.nanoTime();
            while (relay.position() < EVENTS) {
                check(relay);
                TimeUnit.MICROSECONDS.sleep(200);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static void awaitState(Relay relay) throws InterruptedException {
        while (relay.state() != Relay.State.RELAYING) {
            check(relay);
            TimeUnit.MICROSECONDS.sleep(100);
        }
    }

    private static void check(Relay relay) {
        if (relay.state() == Relay.State.HALTED) {
            throw new IllegalStateException("expected the relay to go on: " + relay.reason());
        }
    }

    static void freshTopics(KafkaSettings kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            List<String> ours = List.of(Topics.LABELS.topic(), Topics.RELAY_POSITION.topic());
            if (admin.listTopics().names().get().containsAll(ours)) {
                admin.deleteTopics(ours).all().get();
                while (admin.listTopics().names().get().stream().anyMatch(ours::contains)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
            Topics.create(admin, (short) 1);
        }
    }

    private List<ProducerRecord<String, byte[]>> published() {
        List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
        try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(30))) {
            for (var record : records.read(LABELS, 0, records.end(LABELS, End.HIGH_WATERMARK))) {
                published.add(new ProducerRecord<>(
                        LABELS.topic(), 0, record.timestamp(), record.key(), record.value(), record.headers()));
            }
        }
        return published;
    }

    private double send(List<ProducerRecord<String, byte[]>> records) throws Exception {
        freshTopics(kafka);
        try (var producer =
                new KafkaProducer<>(kafka.forProducer("bare"), new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            long start = System.nanoTime();
            int batch = RelayProtocol.BATCH / 2;
            for (int from = 0; from < records.size(); from += batch) {
                producer.beginTransaction();
                records.subList(from, Math.min(records.size(), from + batch)).forEach(producer::send);
                producer.commitTransaction();
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private double latency() throws Exception {
        freshTopics(kafka);
        List<Double> millis = new ArrayList<>();
        UUID image = UUID.fromString(first());
        try (Relay relay = new Relay(new Database(store.database), kafka)) {
            awaitState(relay);
            for (int i = 0; i < 300; i++) {
                long position = store.log
                        .submit(new ImageRequest(new UUID(0, 1), null, image, null, new GiveLabel(i % 10, null, null)))
                        .join()
                        .position();
                long start = System.nanoTime();
                relay.wake();
                while (relay.position() < position) {
                    check(relay);
                    Thread.onSpinWait();
                    TimeUnit.MICROSECONDS.sleep(50);
                }
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return Figure.median(millis);
    }

    private String first() throws Exception {
        try (var connection = store.database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT stream FROM event WHERE position = 1")) {
            row.next();
            return row.getString(1);
        }
    }
}
