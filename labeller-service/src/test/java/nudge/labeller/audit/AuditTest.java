package nudge.labeller.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import nudge.events.EventCodec;
import nudge.events.LabelRecord;
import nudge.events.Topics;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.relay.LogEntry;
import nudge.labeller.relay.LogReader;
import nudge.labeller.relay.Relay;
import nudge.labeller.relay.TestTopics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("server")
class AuditTest {
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
        store.scatter(1, 50, 1_000);
        store.append(QualityEvent.STREAM, "policy.set", "{\"policy\":\"solo\",\"settings\":{}}");
        store.append(
                new UUID(4, 2),
                "gold.answered",
                "{\"image\":\"00000000-0000-0000-0000-000000000001\",\"digit\":7,\"expected\":1,\"correct\":false}");
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void a_whole_log_is_sound_and_counted() throws Exception {
        Audit.AuditReport report = Audit.run(store.database(), null);
        assertThat(report.sound()).as(report.toString()).isTrue();
        assertThat(report.events()).isEqualTo(Long.parseLong(store.query("SELECT count(*) FROM event")));
        assertThat(report.images()).isEqualTo(Long.parseLong(store.query("SELECT count(*) FROM image")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE event SET data = jsonb_set(data, '{digit}', '9') WHERE position = 100  | 100 | was changed
            UPDATE event SET at = at + interval '1 microsecond' WHERE position = 100      | 100 | was changed
            UPDATE event SET actor = gen_random_uuid() WHERE position = 100               | 100 | was changed
            DELETE FROM event WHERE position = 100                                        | 100 | events are missing
            UPDATE event SET position = position + 1000000 WHERE position >= 100          | 100 | events are missing
            UPDATE event SET version = version + 1000 WHERE position = 100                | 100 | expected version
            UPDATE event SET digest = sha256('') WHERE position = 100                     | 100 | was changed
            DELETE FROM event WHERE position >= 100                                       | 100 | expected the log to end at
            UPDATE event SET data = '{"policy": "crowd"}' WHERE type = 'policy.set'       |     | was changed
            UPDATE log_head SET digest = sha256('')                                       |     | expected the log to end at
            UPDATE image SET pixels = set_byte(pixels, 0, 255 - get_byte(pixels, 0))      |     | expected pixels with the digest
            """)
    void whatever_is_changed_is_found_where_it_is(String change, Integer position, String what) throws Exception {
        try (var owner = store.owner();
                var statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute(change);
            Finding finding = Audit.log(owner);
            owner.rollback();
            assertThat(finding).isNotNull();
            assertThat(finding.what()).contains(what);
            if (position != null) {
                assertThat(finding.position()).isEqualTo(position.longValue());
            }
        }
    }

    @Test
    void kafka_is_compared_record_by_record_while_labelling_goes_on() throws Exception {
        TestTopics.fresh();
        try (Relay relay = new Relay(new Database(store.database()), TestTopics.kafka())) {
            await().atMost(Duration.ofSeconds(20)).until(() -> relay.state() == Relay.State.RELAYING);
            store.scatter(2, 20, 200);
            Audit.AuditReport report = Audit.run(store.database(), TestTopics.kafka());
            assertThat(report.sound()).as(report.toString()).isTrue();
            assertThat(report.records())
                    .isEqualTo(Long.parseLong(store.query(
                            "SELECT count(*) FROM event WHERE type IN ('label.settled', 'label.unsettled')")));
        }
        // A record that the relay did not write.
        try (var stranger = new KafkaProducer<>(
                TestTopics.kafka().forProducer("stranger"), new StringSerializer(), new ByteArraySerializer())) {
            stranger.initTransactions();
            stranger.beginTransaction();
            stranger.send(new ProducerRecord<>(Topics.LABELS.topic(), "a stranger's", new byte[0]));
            stranger.commitTransaction();
        }
        store.scatter(3, 5, 50);
        Audit.AuditReport report = Audit.run(store.database(), TestTopics.kafka());
        assertThat(report.sound()).isFalse();
        assertThat(report.toString()).contains("is NOT sound at position").contains("a stranger's");
    }

    @Test
    void records_from_before_labels_carried_their_policy_are_as_they_should_be() throws Exception {
        TestTopics.fresh();
        long head = Long.parseLong(store.query("SELECT position FROM log_head"));
        String id = store.query("SELECT store FROM log_head");
        try (var database = store.database().getConnection();
                var relay = new KafkaProducer<>(
                        TestTopics.kafka().forProducer("earlier"), new StringSerializer(), new ByteArraySerializer())) {
            relay.initTransactions();
            relay.beginTransaction();
            long previous = 0;
            for (LogEntry entry : LogReader.entries(database, 0, head)) {
                LabelRecord label = entry.record(previous);
                if (label != null) {
                    relay.send(asBefore(EventCodec.encode(label, id, entry.id().toString())));
                    previous = label.position();
                }
            }
            relay.commitTransaction();
        }
        Audit.AuditReport report = Audit.run(store.database(), TestTopics.kafka());
        assertThat(report.sound()).as(report.toString()).isTrue();
        assertThat(report.records()).isEqualTo(TestTopics.labels().size());
        assertThat(TestTopics.labels().stream()
                        .map(label -> new String(label.value(), StandardCharsets.UTF_8).contains("\"policy\""))
                        .distinct())
                .as("records of both kinds")
                .containsExactlyInAnyOrder(true, false);
    }

    private static ProducerRecord<String, byte[]> asBefore(ProducerRecord<String, byte[]> record) {
        String value = new String(record.value(), StandardCharsets.UTF_8);
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                value.replace(",\"policy\":0,\"basis\":\"single\",\"estimate\":0", "")
                        .getBytes(StandardCharsets.UTF_8),
                record.headers());
    }
}
