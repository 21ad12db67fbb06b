package nudge.labeller.relay;

import static nudge.labeller.relay.Relays.caughtUp;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import nudge.embedded.EmbeddedKafka;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker loses its power, and with it what it had acknowledged and not yet written to its disk. */
@Tag("server")
class LostTailTest {
    private static final UUID ANNA = UUID.randomUUID();
    /** The marker that ends a transaction: 61 bytes of a batch, and the record in it. */
    private static final int MARKER_BYTES = 78;

    @TempDir
    private Path home;

    private EmbeddedKafka.Options options;
    private EmbeddedKafka kafka;
    private KafkaSettings settings;
    private TestStore store;
    private HikariDataSource database;
    private UUID image;

    @BeforeEach
    void open() throws Exception {
        options = EmbeddedKafka.Options.defaults().withPort(freePort());
        kafka = EmbeddedKafka.start(home, options);
        settings = KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
        try (Admin admin = Admin.create(settings.forAdmin())) {
            Topics.create(admin, (short) 1);
        }
        store = new TestStore();
        database = store.openForRelay();
        image = store.add(1);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        store.close();
        kafka.close();
    }

    @Test
    void exactly_the_labels_that_kafka_lost_are_published_again_whatever_the_cut_left_of_a_transaction()
            throws Exception {
        try (Relay relay = relay()) {
            store.onCommit(relay::wake);
            // The last marker alone; then some transactions and a part of one.
            for (int lost : new int[] {MARKER_BYTES, 5_000}) {
                label(10, relay);
                losePower(lost);
                label(1, relay);
                TestTopics.areTheLogOf(store, settings);
            }
        }
    }

    @Test
    void a_transaction_whose_end_is_lost_does_not_hang_when_the_labeller_is_started_again_as_well() throws Exception {
        try (Relay relay = relay()) {
            label(3, relay);
        }
        losePower(MARKER_BYTES);
        try (Relay relay = relay()) {
            caughtUp(store, relay);
            label(1, relay);
        }
        TestTopics.areTheLogOf(store, settings);
    }

    private Relay relay() {
        return new Relay(new Database(database), settings);
    }

    /** Each label in a transaction of its own. */
    private void label(int labels, Relay relay) {
        for (int i = 0; i < labels; i++) {
            store.submit(ANNA, image, TestStore.label(i));
            caughtUp(store, relay);
        }
    }

    private void losePower(int lost) throws Exception {
        ProcessHandle.of(kafka.pid()).orElseThrow().destroyForcibly();
        kafka.close();
        cut(lost);
        kafka = EmbeddedKafka.start(home, options);
    }

    private void cut(int bytes) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.walk(home)) {
            segment = files.filter(file -> file.endsWith(Path.of("nudge.labels-0", "00000000000000000000.log")))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            assertThat(channel.size()).as("bytes of the labels").isGreaterThan(bytes);
            channel.truncate(channel.size() - bytes);
        }
    }

    /** Below those that the system gives to clients by itself: it is the broker's again when it is started again. */
    private static int freePort() throws IOException {
        Random random = new Random();
        while (true) {
            try (ServerSocket probe = new ServerSocket(21_000 + random.nextInt(9_000))) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
