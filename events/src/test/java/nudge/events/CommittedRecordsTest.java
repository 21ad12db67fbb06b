package nudge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nudge.embedded.EmbeddedServers;
import nudge.events.CommittedRecords.End;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class CommittedRecordsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka =
            TestBroker.settings(EmbeddedServers.shared().kafka());
    private TestTopic topic;
    private TopicPartition partition;
    private CommittedRecords records;

    @BeforeEach
    void create_a_topic() throws Exception {
        topic = new TestTopic(kafka, Map.of());
        partition = topic.partition;
        records = CommittedRecords.open(kafka, PATIENCE);
    }

    @AfterEach
    void delete_the_topic() throws Exception {
        records.close();
        topic.close();
    }

    @Test
    void an_empty_partition_has_no_records() {
        for (End end : End.values()) {
            assertThat(records.end(partition, end)).isZero();
        }
        assertThat(read(0)).isEmpty();
        assertThat(records.last(partition, 0, record -> true)).isEmpty();
        assertThat(records.offsetAt(partition, Instant.EPOCH)).isEmpty();
    }

    @Test
    void committed_records_come_in_order_and_markers_at_the_end_are_not_waited_for() {
        topic.commit("a", "b");
        topic.commit("c");
        assertThat(end()).as("three records and two markers").isEqualTo(5);
        assertThat(read(0)).containsExactly("a", "b", "c");
        assertThat(read(1)).containsExactly("b", "c");
        assertThat(read(3)).containsExactly("c");
        assertThat(read(4)).as("from the last marker on").isEmpty();
        assertThat(read(5)).as("from the end on").isEmpty();
    }

    @Test
    void aborted_records_never_come() {
        topic.abort("a");
        assertThat(read(0)).as("nothing but an aborted transaction").isEmpty();
        topic.commit("b");
        topic.abort("c", "d");
        assertThat(read(0)).containsExactly("b");
    }

    @Test
    void an_open_transaction_lies_behind_the_last_stable_offset_and_before_the_high_watermark() {
        topic.commit("a");
        topic.begin().send("b");
        assertThat(records.end(partition, End.LAST_STABLE_OFFSET)).isEqualTo(2);
        assertThat(records.end(partition, End.HIGH_WATERMARK)).isEqualTo(3);
        assertThat(records.offsetAt(partition, Instant.EPOCH)).hasValue(0);
        assertThat(keys(records.read(partition, 0, 2))).containsExactly("a");
    }

    @Test
    void up_to_the_high_watermark_a_transaction_that_is_committed_meanwhile_is_read() {
        assertThat(whileOpen(TestTopic.Transaction::commit)).containsExactly("a", "b");
    }

    @Test
    void up_to_the_high_watermark_a_transaction_that_is_aborted_meanwhile_is_passed_over() {
        assertThat(whileOpen(TestTopic.Transaction::abort)).containsExactly("a");
    }

    /** Ends the transaction once the reader waits for it, which it does as soon as it has returned what stands before. */
    private List<String> whileOpen(java.util.function.Consumer<TestTopic.Transaction> ending) {
        topic.commit("a");
        TestTopic.Transaction open = topic.begin().send("b");
        Iterator<ConsumerRecord<String, byte[]>> reading =
                records.read(partition, 0, end()).iterator();
        List<String> read = new ArrayList<>(List.of(reading.next().key()));
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> ending.accept(open));
        reading.forEachRemaining(record -> read.add(record.key()));
        assertThat(ended).succeedsWithin(PATIENCE);
        return read;
    }

    @Test
    void a_transaction_that_stays_open_fails_the_read_with_a_message_that_says_what_to_do() {
        topic.commit("a");
        topic.begin().send("b");
        try (CommittedRecords impatient = CommittedRecords.open(kafka, Duration.ofMillis(300))) {
            assertThatThrownBy(() -> keys(impatient.read(partition, 0, 3)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("expected to read " + partition + " up to offset 3, got nothing behind offset 2 for 0.3"
                            + " s: Kafka does not answer, or a transaction hangs; find it with kafka-transactions.sh"
                            + " --bootstrap-server " + kafka.bootstrapServers() + " find-hanging --topic "
                            + partition.topic() + ", and end it with abort");
            assertThat(keys(impatient.read(partition, 0, 2)))
                    .as("the reader is usable still")
                    .containsExactly("a");
        }
    }

    @Test
    void what_is_appended_after_the_end_was_taken_does_not_come() {
        topic.commit("a", "b");
        long end = end();
        topic.commit("c");
        assertThat(keys(records.read(partition, 0, end))).containsExactly("a", "b");
        assertThat(keys(records.read(partition, 0, 1)))
                .as("an end within a transaction")
                .containsExactly("a");
    }

    @Test
    void records_come_from_the_first_that_is_kept() throws Exception {
        topic.commit("a", "b", "c");
        topic.commit("d");
        topic.deleteBefore(2);
        assertThat(read(0)).containsExactly("c", "d");
        topic.deleteBefore(end());
        assertThat(read(0)).isEmpty();
        assertThat(records.last(partition, end(), record -> true)).isEmpty();
    }

    @Test
    void a_loop_may_end_early_and_readings_may_take_turns() {
        topic.commit("a", "b", "c");
        Iterator<ConsumerRecord<String, byte[]>> one =
                records.read(partition, 0, end()).iterator();
        assertThat(one.next().key()).isEqualTo("a");
        Iterator<ConsumerRecord<String, byte[]>> other =
                records.read(partition, 1, end()).iterator();
        assertThat(Stream.of(other, one, one, other)
                        .map(reading -> reading.next().key()))
                .containsExactly("b", "b", "c", "c");
        assertThat(one.hasNext() || other.hasNext()).isFalse();
        assertThatThrownBy(one::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_long_partition_is_read_whole_by_readings_in_turns() {
        String[] many = IntStream.range(0, 3_000).mapToObj(Integer::toString).toArray(String[]::new);
        TestTopic.Transaction transaction = topic.begin();
        transaction.send(many);
        transaction.commit();
        Iterator<ConsumerRecord<String, byte[]>> one =
                records.read(partition, 0, end()).iterator();
        Iterator<ConsumerRecord<String, byte[]>> other =
                records.read(partition, 0, end()).iterator();
        for (String expected : many) {
            assertThat(one.next().key()).isEqualTo(expected);
            assertThat(other.next().key()).isEqualTo(expected);
        }
        assertThat(one.hasNext() || other.hasNext()).isFalse();
    }

    @Test
    void the_last_wanted_record_is_found_behind_any_number_of_others() {
        topic.commit("wanted", "wanted", "other");
        topic.abort("wanted");
        for (int transaction = 0; transaction < 12; transaction++) {
            topic.commit(
                    IntStream.range(0, 13).mapToObj(other -> "other-" + other).toArray(String[]::new));
            assertThat(lastWanted()).isEqualTo(1);
        }
        topic.commit("wanted");
        assertThat(lastWanted()).isEqualTo(end() - 2);
        assertThat(records.last(partition, 2, record -> record.key().equals("wanted")))
                .as("before an earlier end")
                .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(1));
        assertThat(records.last(partition, end(), record -> record.key().equals("never")))
                .isEmpty();
    }

    @Test
    void a_last_record_near_the_end_is_found_without_a_look_at_those_far_before() {
        topic.commit(IntStream.range(0, 1_000).mapToObj(Integer::toString).toArray(String[]::new));
        AtomicInteger looked = new AtomicInteger();
        assertThat(records.last(partition, end(), record -> {
                    looked.incrementAndGet();
                    return record.key().equals("998");
                }))
                .isPresent();
        assertThat(looked).hasValueLessThanOrEqualTo(16);
        looked.set(0);
        assertThat(records.last(partition, end(), record -> {
                    looked.incrementAndGet();
                    return record.key().equals("0");
                }))
                .isPresent();
        assertThat(looked).as("each record is looked at once").hasValue(1_000);
    }

    private long lastWanted() {
        return records.last(partition, end(), record -> record.key().equals("wanted"))
                .orElseThrow()
                .offset();
    }

    @Test
    void the_offset_at_a_time_is_that_of_the_first_record_of_this_time_or_later() {
        TestTopic.Transaction transaction = topic.begin();
        transaction.send("a", 1_000).send("b", 3_000).send("c", 3_000);
        transaction.commit();
        assertThat(records.offsetAt(partition, Instant.ofEpochMilli(1_000))).hasValue(0);
        assertThat(records.offsetAt(partition, Instant.ofEpochMilli(1_001))).hasValue(1);
        assertThat(records.offsetAt(partition, Instant.ofEpochMilli(3_001)))
                .as("the transaction's marker")
                .hasValue(3);
        assertThat(records.offsetAt(partition, Instant.now().plusSeconds(600))).isEmpty();
        topic.begin().send("open", Instant.now().plusSeconds(1_200).toEpochMilli());
        assertThat(records.offsetAt(partition, Instant.now().plusSeconds(600))).hasValue(4);
    }

    /** Behind everything: a commit is answered a moment before the last stable offset moves. */
    private long end() {
        return records.end(partition, End.HIGH_WATERMARK);
    }

    private List<String> read(long from) {
        return keys(records.read(partition, from, end()));
    }

    private static List<String> keys(Iterable<ConsumerRecord<String, byte[]>> records) {
        List<String> keys = new ArrayList<>();
        records.forEach(record -> keys.add(record.key()));
        return keys;
    }
}
