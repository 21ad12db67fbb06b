package nudge.events;

import static nudge.events.Samples.checkpoint;
import static nudge.events.Samples.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import nudge.embedded.EmbeddedServers;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a subscriber is promised. Long because the tests share a topic and its helpers, and each is short. */
@Tag("server")
class CheckpointSubscriberTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int SMALL = 1000;

    private final KafkaSettings kafka =
            TestBroker.settings(EmbeddedServers.shared().kafka());
    private Publisher publisher;

    @BeforeEach
    void create_empty_topics() throws Exception {
        EmptyTopics.create(kafka);
        publisher = new Publisher(kafka, "trainer");
    }

    @AfterEach
    void delete_topics() throws Exception {
        publisher.close();
        EmptyTopics.delete(kafka);
    }

    @Test
    void latest_begins_with_the_latest_checkpoint_and_its_accuracy() {
        publish(0, 5);
        try (CheckpointSubscriber subscriber = subscribe(Start.LATEST)) {
            assertNumbers(checkpoints(subscriber, 1), 4);
            publish(5, 7);
            assertNumbers(checkpoints(subscriber, 2), 5, 6);
        }
        try (CheckpointSubscriber subscriber = subscribe(Start.LATEST)) {
            assertThat(updates(subscriber, 2))
                    .anyMatch(update -> update instanceof Update.Accuracy accuracy
                            && accuracy.event().checkpoint().equals("checkpoint-6"));
        }
    }

    @Test
    void earliest_begins_with_the_first() {
        publish(0, 5);
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            assertNumbers(checkpoints(subscriber, 5), 0, 1, 2, 3, 4);
        }
    }

    @Test
    void next_begins_with_what_is_published_from_now_on() {
        publish(0, 5);
        try (CheckpointSubscriber subscriber = subscribe(Start.NEXT)) {
            publish(5, 7);
            List<Update> updates = updates(subscriber, 4);
            assertNumbers(only(Update.Checkpoint.class, updates), 5, 6);
            assertThat(only(Update.Accuracy.class, updates))
                    .extracting(accuracy -> accuracy.event().checkpoint())
                    .containsExactly("checkpoint-5", "checkpoint-6");
        }
    }

    @Test
    void every_start_waits_on_empty_topics() {
        for (Start start : Start.values()) {
            try (CheckpointSubscriber subscriber = subscribe(start)) {
                assertThat(subscriber.poll(Duration.ofMillis(50))).isEmpty();
            }
        }
        try (CheckpointSubscriber latest = subscribe(Start.LATEST);
                CheckpointSubscriber next = subscribe(Start.NEXT)) {
            publisher.publish(0, SMALL);
            assertNumbers(checkpoints(latest, 1), 0);
            assertNumbers(checkpoints(next, 1), 0);
        }
    }

    @Test
    void latest_looks_behind_records_of_other_types_and_aborted_ones() {
        publish(0, 2);
        for (int aborted = 0; aborted < 20; aborted++) {
            publisher.abort(100 + aborted, SMALL);
        }
        var promoted = EventCodec.encode(checkpoint(1, weights(1, SMALL)));
        promoted.headers().remove("ce_type").add("ce_type", "checkpoint.promoted.v1".getBytes(StandardCharsets.UTF_8));
        publisher.send(promoted);
        try (CheckpointSubscriber subscriber = subscribe(Start.LATEST)) {
            assertNumbers(checkpoints(subscriber, 1), 1);
        }
    }

    @Test
    void an_aborted_checkpoint_is_never_seen() {
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            publisher.publish(0, SMALL);
            publisher.abort(1, SMALL);
            publisher.abort(2, Topics.CHUNK_BYTES + 1);
            publisher.publish(3, SMALL);
            List<Update> updates = updates(subscriber, 4);
            assertNumbers(only(Update.Checkpoint.class, updates), 0, 3);
            assertThat(only(Update.Accuracy.class, updates))
                    .extracting(accuracy -> accuracy.event().checkpoint())
                    .containsExactly("checkpoint-0", "checkpoint-3");
        }
    }

    @Test
    void large_weights_come_whole() {
        int[] sizes = {Topics.CHUNK_BYTES - 1, Topics.CHUNK_BYTES, Topics.CHUNK_BYTES + 1, 12 * Topics.CHUNK_BYTES + 7};
        try (CheckpointSubscriber subscriber = subscribe(Start.NEXT)) {
            for (int number = 0; number < sizes.length; number++) {
                publisher.publish(number, sizes[number]);
            }
            List<Update.Checkpoint> received = checkpoints(subscriber, sizes.length);
            for (int number = 0; number < sizes.length; number++) {
                assertThat(received.get(number).weights()).isEqualTo(weights(number, sizes[number]));
            }
        }
    }

    @Test
    void weights_that_do_not_match_their_digest_are_refused_and_the_next_ones_come() {
        publisher.publish(0, SMALL);
        publisher.publish(checkpoint(1, weights(1, SMALL)), weights(99, SMALL));
        publisher.publish(2, SMALL);
        assertGoesOnBehindOneRefusal("checkpoint checkpoint-1: expected weights with the SHA-256 ");
    }

    @Test
    void a_broken_record_is_refused_and_the_next_ones_come() {
        publisher.publish(0, SMALL);
        var broken = EventCodec.encode(checkpoint(1, weights(1, SMALL)));
        broken.headers().remove("ce_id");
        publisher.send(broken);
        publisher.publish(2, SMALL);
        assertGoesOnBehindOneRefusal("nudge.checkpoints-0 offset ");
    }

    private void assertGoesOnBehindOneRefusal(String message) {
        List<Update.Checkpoint> received = new ArrayList<>();
        List<InvalidRecordException> refused = new ArrayList<>();
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            eagerly().until(() -> {
                try {
                    received.addAll(only(Update.Checkpoint.class, subscriber.poll(Duration.ofMillis(100))));
                } catch (InvalidRecordException invalid) {
                    refused.add(invalid);
                }
                return received.size() == 2;
            });
        }
        assertNumbers(received, 0, 2);
        assertThat(refused)
                .singleElement()
                .satisfies(invalid -> assertThat(invalid)
                        .hasMessageStartingWith(message)
                        .message()
                        .hasLineCount(1));
    }

    @Test
    void forgotten_weights_are_passed_over() {
        publisher.publish(0, SMALL);
        publisher.publishWithoutWeights(1, SMALL);
        publisher.publishWithoutWeights(2, Topics.CHUNK_BYTES + 1);
        publisher.sendTombstone(1, 0);
        publisher.publish(3, SMALL);
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            assertNumbers(checkpoints(subscriber, 2), 0, 3);
        }
    }

    @Test
    void a_clock_that_goes_backwards_loses_no_checkpoint() {
        for (int number = 0; number < 6; number++) {
            byte[] weights = weights(number, SMALL);
            publisher.publish(checkpoint(number, weights, Samples.AT.minusSeconds(100L * number)), weights);
        }
        for (Start start : List.of(Start.EARLIEST, Start.LATEST, Start.NEXT)) {
            try (CheckpointSubscriber subscriber = subscribe(start)) {
                byte[] weights = weights(6, SMALL);
                if (start == Start.NEXT) {
                    publisher.publish(checkpoint(6, weights, Instant.parse("2020-01-01T00:00:00Z")), weights);
                    assertNumbers(checkpoints(subscriber, 1), 6);
                } else if (start == Start.LATEST) {
                    assertNumbers(checkpoints(subscriber, 1), 5);
                } else {
                    assertNumbers(checkpoints(subscriber, 6), 0, 1, 2, 3, 4, 5);
                }
            }
        }
    }

    @Test
    void a_late_joiner_reads_next_to_nothing_of_ten_thousand_checkpoints() throws Exception {
        for (int from = 0; from < 10_000; from += 500) {
            publisher.publishHistory(from, from + 500, SMALL);
        }
        double little;
        try (CheckpointSubscriber subscriber = subscribe(Start.LATEST)) {
            assertNumbers(checkpoints(subscriber, 1), 9_999);
            little = bytesRead();
        }
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            assertNumbers(
                    checkpoints(subscriber, 10_000), IntStream.range(0, 10_000).toArray());
            // One fetch may bring a megabyte that lies around what is wanted; all there is are some thirty.
            assertThat(little).isPositive().isLessThan(bytesRead() / 10);
        }
    }

    /** What the consumers of this process that are open have read, as they tell their monitoring. */
    private static double bytesRead() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double bytes = 0;
        for (ObjectName consumer : beans.queryNames(
                new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*"), null)) {
            bytes += (Double) beans.getAttribute(consumer, "bytes-consumed-total");
        }
        return bytes;
    }

    @Test
    void weights_far_ahead_of_their_events_are_not_lost() {
        int checkpoints = 2 * Assembly.MOST_AHEAD / Topics.CHUNK_BYTES;
        publisher.publishHistory(0, checkpoints, Topics.CHUNK_BYTES);
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            assertNumbers(
                    checkpoints(subscriber, checkpoints),
                    IntStream.range(0, checkpoints).toArray());
        }
    }

    /** A broker that lost its power may have lost records that it had acknowledged. */
    @Test
    void after_kafka_has_lost_the_ends_of_the_topics_nothing_comes_again_and_the_next_does() throws Exception {
        publish(0, 6);
        try (CheckpointSubscriber subscriber = subscribe(Start.EARLIEST)) {
            assertNumbers(checkpoints(subscriber, 6), 0, 1, 2, 3, 4, 5);
            publisher.close();
            EmptyTopics.delete(kafka);
            EmptyTopics.create(kafka);
            publisher = new Publisher(kafka, "trainer");
            publish(0, 2);
            List<Update> meanwhile = new ArrayList<>();
            eagerly().until(() -> {
                publisher.publish(100 + meanwhile.size(), SMALL);
                meanwhile.addAll(subscriber.poll(Duration.ofMillis(200)));
                return !meanwhile.isEmpty();
            });
            assertThat(only(Update.Checkpoint.class, meanwhile))
                    .extracting(update -> update.event().id())
                    .doesNotContain("checkpoint-0", "checkpoint-1");
        }
    }

    @Test
    void two_subscribers_see_the_same_side_by_side() {
        try (CheckpointSubscriber one = subscribe(Start.NEXT);
                CheckpointSubscriber other = subscribe(Start.NEXT)) {
            publish(0, 3);
            List<Update.Checkpoint> seen = checkpoints(one, 3);
            assertNumbers(seen, 0, 1, 2);
            assertThat(checkpoints(other, 3)).usingRecursiveComparison().isEqualTo(seen);
        }
    }

    @Test
    void a_poll_that_waits_is_woken_up_and_loses_nothing() {
        try (CheckpointSubscriber subscriber = subscribe(Start.NEXT)) {
            CompletableFuture<Void> woken = CompletableFuture.runAsync(subscriber::wakeup);
            assertThatThrownBy(() -> subscriber.poll(DEADLINE)).isInstanceOf(WakeupException.class);
            assertThat(woken).succeedsWithin(DEADLINE);
            publisher.publish(0, SMALL);
            assertNumbers(checkpoints(subscriber, 1), 0);
        }
    }

    private void publish(int from, int to) {
        for (int number = from; number < to; number++) {
            publisher.publish(number, SMALL);
        }
    }

    /** Subscribes once every transaction so far can be read, which is a moment after its commit has been answered. */
    private CheckpointSubscriber subscribe(Start start) {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            await().atMost(DEADLINE)
                    .until(() -> ends(admin, IsolationLevel.READ_COMMITTED)
                            .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
        }
        return CheckpointSubscriber.subscribe(kafka, start);
    }

    private static List<Long> ends(Admin admin, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = EmptyTopics.NAMES.stream()
                .collect(Collectors.toMap(topic -> new TopicPartition(topic, 0), topic -> OffsetSpec.latest()));
        var offsets = admin.listOffsets(latest, new ListOffsetsOptions(isolation));
        List<Long> ends = new ArrayList<>();
        for (String topic : EmptyTopics.NAMES) {
            ends.add(offsets.partitionResult(new TopicPartition(topic, 0)).get().offset());
        }
        return ends;
    }

    /** A poll waits by itself. */
    private static ConditionFactory eagerly() {
        return await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private static List<Update> updates(CheckpointSubscriber subscriber, int count) {
        List<Update> updates = new ArrayList<>();
        eagerly().until(() -> {
            updates.addAll(subscriber.poll(Duration.ofMillis(100)));
            return updates.size() >= count;
        });
        return updates;
    }

    private static List<Update.Checkpoint> checkpoints(CheckpointSubscriber subscriber, int count) {
        List<Update.Checkpoint> checkpoints = new ArrayList<>();
        eagerly().until(() -> {
            checkpoints.addAll(only(Update.Checkpoint.class, subscriber.poll(Duration.ofMillis(100))));
            return checkpoints.size() >= count;
        });
        return checkpoints;
    }

    private static <T extends Update> List<T> only(Class<T> type, List<Update> updates) {
        return updates.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static void assertNumbers(List<Update.Checkpoint> checkpoints, int... numbers) {
        assertThat(checkpoints)
                .extracting(checkpoint -> checkpoint.event().id())
                .containsExactlyElementsOf(IntStream.of(numbers)
                        .mapToObj(number -> "checkpoint-" + number)
                        .toList());
    }
}
