package nudge.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records of text in topics of one partition. */
final class Records {
    private Records() {}

    /** A client's, who is the owner. */
    static Map<String, Object> settings(EmbeddedKafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.clientProperties());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    static void createTopic(EmbeddedKafka kafka, String topic) throws Exception {
        createTopic(settings(kafka), topic);
    }

    static void createTopic(Map<String, Object> client, String topic) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    static KafkaProducer<String, String> transactionalProducer(EmbeddedKafka kafka, String id) {
        Map<String, Object> settings = settings(kafka);
        settings.put("transactional.id", id);
        settings.put("linger.ms", "0");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    static void commit(EmbeddedKafka kafka, String topic, String value) {
        try (KafkaProducer<String, String> producer = transactionalProducer(kafka, "writer")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, value));
            producer.commitTransaction();
        }
    }

    /** All committed values of the topic, oldest first. */
    static List<String> committed(EmbeddedKafka kafka, String topic) {
        Map<String, Object> settings = settings(kafka);
        settings.put("isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            boolean all = Deadlines.soon(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return consumer.position(partition) >= end;
            });
            if (!all) {
                throw new AssertionError("Read " + values + " of " + topic + ", and no more came");
            }
            return values;
        }
    }
}
