package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedServers;
import nudge.events.CommittedRecords.End;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker's loss of power leaves to the next producer. */
@Tag("server")
class TransactionalProducerTest {
    private static final byte[] VALUE = {1};

    @TempDir
    private Path home;

    private final String id = "producer-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition("topic-" + UUID.randomUUID(), 0);

    private static KafkaSettings settings(EmbeddedKafka kafka) {
        return KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties());
    }

    private KafkaProducer<byte[], byte[]> begin(KafkaSettings kafka) {
        return TransactionalProducer.begin(kafka, id, List.of(partition), TransactionalProducerTest::make);
    }

    private static KafkaProducer<byte[], byte[]> make(Map<String, Object> configuration) {
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void createTopic(KafkaSettings kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(partition.topic(), VALUE);
    }

    private void commit(KafkaProducer<byte[], byte[]> producer) {
        producer.beginTransaction();
        producer.send(record());
        producer.commitTransaction();
    }

    @Test
    void a_topic_that_knows_later_epochs_than_the_coordinator_is_written_to_at_once() throws Exception {
        KafkaSettings kafka = settings(EmbeddedServers.shared().kafka());
        createTopic(kafka);
        try (var producer = begin(kafka)) {
            commit(producer);
        }
        raiseEpoch(kafka, 7);

        try (var refused = make(kafka.forProducer(id))) {
            refused.initTransactions();
            refused.beginTransaction();
            var answer = refused.send(record());
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidProducerEpochException.class);
        }
        try (var producer = begin(kafka)) {
            commit(producer);
        }
        assertThat(committed(kafka)).isEqualTo(2);
    }

    /** Writes a marker to the topic alone, as if the coordinator had given so many epochs and lost them. */
    private void raiseEpoch(KafkaSettings kafka, int by) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            TransactionDescription known =
                    admin.describeTransactions(List.of(id)).description(id).get();
            short epoch = (short) (known.producerEpoch() + by);
            admin.abortTransaction(new AbortTransactionSpec(partition, known.producerId(), epoch, 0))
                    .all()
                    .get();
        }
    }

    @Test
    void a_transaction_whose_end_the_broker_has_lost_is_aborted_and_no_record_is_taken_for_its_own() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(home);
        EmbeddedKafka.Options samePort = EmbeddedKafka.Options.defaults().withPort(kafka.port());
        KafkaSettings settings = settings(kafka);
        createTopic(settings);
        try (var producer = begin(settings)) {
            commit(producer);
        }
        // It is acknowledged before the coordinator has written its end: whoever begins waits for that.
        begin(settings).close();
        Path transactions = newestSegment(home.resolve("data/__transaction_state-0"));
        byte[] before = Files.readAllBytes(transactions);
        var killed = begin(settings);
        killed.beginTransaction();
        killed.send(record()).get();
        ProcessHandle.of(kafka.pid()).orElseThrow().destroyForcibly();
        ProcessHandle.of(kafka.pid()).ifPresent(broker -> broker.onExit().join());
        ProducerClose.within(Duration.ZERO, killed);
        kafka.close();
        Files.write(transactions, before);

        try (EmbeddedKafka again = EmbeddedKafka.start(home, samePort)) {
            try (var producer = begin(settings(again))) {
                commit(producer);
            }
            assertThat(committed(settings(again))).isEqualTo(2);
        }
    }

    private static Path newestSegment(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    /** How many records a reader of what is committed gets, once no transaction is open. */
    private long committed(KafkaSettings kafka) {
        try (CommittedRecords records = CommittedRecords.open(kafka, Duration.ofSeconds(20))) {
            long end = records.end(partition, End.HIGH_WATERMARK);
            long count = 0;
            for (var each : records.read(partition, 0, end)) {
                assertThat(each.value()).isEqualTo(VALUE);
                count++;
            }
            return count;
        }
    }
}
