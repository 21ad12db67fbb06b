package nudge.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of a test's own with one partition, and producers whose transactions are ended by the test. */
final class TestTopic implements AutoCloseable {
    private static final byte[] VALUE = {1};

    final TopicPartition partition = new TopicPartition("test-" + UUID.randomUUID(), 0);
    private final KafkaSettings kafka;
    private final List<Transaction> open = new ArrayList<>();

    TestTopic(KafkaSettings kafka, Map<String, String> configuration) throws Exception {
        this.kafka = kafka;
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1).configs(configuration)))
                    .all()
                    .get();
        }
    }

    /** A transaction with a producer of its own. */
    final class Transaction {
        private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                kafka.forProducer("test-" + UUID.randomUUID()), new StringSerializer(), new ByteArraySerializer());

        private Transaction() {
            producer.initTransactions();
            producer.beginTransaction();
            open.add(this);
        }

        /** Returns when the broker has the records. */
        Transaction send(String... keys) {
            return sendAll(Stream.of(keys).map(key -> new ProducerRecord<>(partition.topic(), 0, key, VALUE)));
        }

        Transaction send(String key, long timestamp) {
            return sendAll(Stream.of(new ProducerRecord<>(partition.topic(), 0, timestamp, key, VALUE)));
        }

        private Transaction sendAll(Stream<ProducerRecord<String, byte[]>> records) {
            List<Future<RecordMetadata>> answers = records.map(producer::send).toList();
            try {
                for (Future<RecordMetadata> answer : answers) {
                    answer.get();
                }
            } catch (InterruptedException | ExecutionException refused) {
                throw new AssertionError(refused);
            }
            return this;
        }

        void commit() {
            producer.commitTransaction();
            end();
        }

        void abort() {
            producer.abortTransaction();
            end();
        }

        private void end() {
            producer.close();
            open.remove(this);
        }
    }

    Transaction begin() {
        return new Transaction();
    }

    void commit(String... keys) {
        begin().send(keys).commit();
    }

    void abort(String... keys) {
        begin().send(keys).abort();
    }

    /** Deletes the records before an offset. */
    void deleteBefore(long offset) throws Exception {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    @Override
    public void close() throws Exception {
        List.copyOf(open).forEach(Transaction::abort);
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            admin.deleteTopics(List.of(partition.topic())).all().get();
        }
    }
}
