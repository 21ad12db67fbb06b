package nudge.labeller.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import nudge.events.Topics;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageRequest;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RelayTest {
    private static final UUID ANNA = UUID.randomUUID();
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Of images of which each is another. */
    private static final AtomicLong SEED = new AtomicLong(1_000_000);

    private TestStore store;
    private HikariDataSource database;

    @BeforeEach
    void open() throws Exception {
        TestTopics.fresh();
        store = new TestStore();
        database = store.openForRelay();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        store.close();
    }

    @Test
    void publishes_the_settled_labels_of_the_log_in_order_and_once() throws Exception {
        UUID image = store.add(1);
        store.submit(ANNA, image, TestStore.label(7));
        try (Relay relay = relay()) {
            store.onCommit(relay::wake);
            store.submit(ANNA, image, new RetractLabel());
            store.submit(ANNA, image, new Skip());
            store.submit(ANNA, image, TestStore.label(1));
            store.submit(UUID.randomUUID(), image, new Reject());
            label(store, 300);
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
        label(store, 300);
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_relay_that_loses_its_lease_stands_by_and_another_relays() throws Exception {
        try (Relay first = relay()) {
            caughtUp(first);
            try (Relay second = relay()) {
                await().atMost(SOON).until(() -> second.state() == Relay.State.STANDBY);
                store.owner("UPDATE relay_lease SET holder = gen_random_uuid(), expires = now() + interval '1500 ms'");
                await().atMost(SOON).until(() -> first.state() == Relay.State.STANDBY);
                label(store, 100);
                await().atMost(SOON)
                        .until(() -> List.of(first.state(), second.state())
                                .containsAll(List.of(Relay.State.RELAYING, Relay.State.STANDBY)));
                caughtUp(first.state() == Relay.State.RELAYING ? first : second);
            }
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_fenced_producer_is_told_and_replaced_by_a_new_one() throws Exception {
        label(store, 20);
        try (Relay relay = relay()) {
            caughtUp(relay);
            try (LabelTopic stranger = new LabelTopic(TestTopics.kafka(), Clock.systemUTC())) {
                stranger.fence(UUID.fromString(store.query("SELECT store FROM log_head")));
            }
            label(store, 20);
            await().atMost(SOON)
                    .until(() -> relay.state() == Relay.State.RETRYING
                            && !relay.reason().isEmpty());
            caughtUp(relay);
            assertThat(relay.reason()).isEmpty();
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_relay_that_stops_hands_over_at_once() throws Exception {
        Relay first = relay();
        caughtUp(first);
        try (Relay second = relay()) {
            await().atMost(SOON).until(() -> second.state() == Relay.State.STANDBY);
            String holder = store.query("SELECT holder FROM relay_lease");
            first.close();
            assertThat(store.query("SELECT holder FROM relay_lease"))
                    .as("the lease is given back, and does not have to expire")
                    .isNotEqualTo(holder);
            await().atMost(SOON).until(() -> second.state() == Relay.State.RELAYING);
        }
    }

    @Test
    void cut_connections_to_the_database_do_not_stop_it() throws Exception {
        try (Relay relay = relay()) {
            caughtUp(relay);
            store.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await().atMost(SOON).ignoreExceptions().until(() -> {
                label(store, 20);
                return true;
            });
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_kafka_of_another_store_is_refused() throws Exception {
        label(store, 1);
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        try (TestStore other = new TestStore();
                Relay relay = new Relay(new Database(other.database()), TestTopics.kafka())) {
            halted(relay, "connect the Kafka and the database that belong together");
        }
    }

    @Test
    void a_kafka_that_is_ahead_of_the_log_is_refused_and_so_is_a_log_that_went_another_way_since() throws Exception {
        label(store, 10);
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        // What a restored backup looks like: the same store, an earlier end.
        store.owner("DELETE FROM event WHERE position > 15", "UPDATE log_head SET position = 15");
        try (Relay relay = relay()) {
            halted(relay, "but the log ends at 15");
        }
        store.owner(
                "DELETE FROM image_state",
                "DELETE FROM event WHERE position > 14",
                "UPDATE log_head SET position = 14");
        UUID image = store.add(999);
        for (int i = 0; i < 20; i++) {
            store.submit(ANNA, image, TestStore.label(i % 10));
        }
        try (Relay relay = relay()) {
            halted(relay, "the log took another way");
        }
    }

    @Test
    void a_database_that_is_put_back_under_a_running_relay_halts_it() throws Exception {
        label(store, 10);
        try (Relay relay = relay()) {
            caughtUp(relay);
            store.owner("DELETE FROM event WHERE position > 15", "UPDATE log_head SET position = 15");
            halted(relay, "the log ends at 15, but its events up to 21 are published: the database was put back");
        }
    }

    @Test
    void a_statement_that_does_not_end_is_ended_the_lease_stays_where_it_is_and_the_relay_comes_back()
            throws Exception {
        UUID image = store.add(SEED.incrementAndGet());
        try (Relay first = relay()) {
            store.onCommit(first::wake);
            caughtUp(first);
            try (Relay second = relay();
                    Connection owner = store.owner()) {
                await().atMost(SOON).until(() -> second.state() == Relay.State.STANDBY);
                owner.setAutoCommit(false);
                // The relay reads the pixels that it publishes, and nobody who labels does.
                owner.createStatement().execute("LOCK TABLE image IN ACCESS EXCLUSIVE MODE");
                store.submit(ANNA, image, TestStore.label(7));
                String holder = store.query("SELECT holder FROM relay_lease");
                String begun = store.query("SELECT expires FROM relay_lease");
                Set<String> reasons = new HashSet<>();
                await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
                    reasons.add(first.reason());
                    assertThat(store.query("SELECT holder FROM relay_lease")).isEqualTo(holder);
                    return store.query(
                                    "SELECT expires > '" + begun + "'::timestamptz + interval '5 s' FROM relay_lease")
                            .equals("t");
                });
                assertThat(reasons)
                        .anySatisfy(reason -> assertThat(reason)
                                .contains("statement timeout")
                                .contains("docs/operations.md#the-relay-tries-again"));
                assertThat(second.state()).isEqualTo(Relay.State.STANDBY);
                owner.rollback();
                caughtUp(first);
            }
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_lease_of_before_the_databases_clock_was_put_back_does_not_keep_the_relay_from_its_work() throws Exception {
        label(store, 5);
        store.owner("UPDATE relay_lease SET holder = gen_random_uuid(), expires = now() + interval '2 days'");
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void events_of_a_clock_that_was_days_ahead_or_behind_are_published() throws Exception {
        // As topics were made before Nudge set this.
        TestTopics.configure(Topics.LABELS, "message.timestamp.after.max.ms", "3600000");
        try (Relay relay = relay()) {
            for (Duration wrong : List.of(Duration.ofDays(2), Duration.ofDays(-2))) {
                try (var writer = store.writer(Clock.offset(Clock.systemUTC(), wrong))) {
                    UUID image = store.add(SEED.incrementAndGet());
                    writer.submit(new ImageRequest(ANNA, null, image, null, TestStore.label(7)))
                            .join();
                }
                label(store, 3);
            }
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
        assertThat(TestTopics.labels().get(0).timestamp())
                .isBetween(
                        Instant.now().minus(SOON).toEpochMilli(), Instant.now().toEpochMilli());
    }

    @Test
    void a_kafka_that_loses_everything_while_it_relays_gets_everything_again_and_no_gap() throws Exception {
        label(store, 20);
        try (Relay relay = relay()) {
            store.onCommit(relay::wake);
            caughtUp(relay);
            TestTopics.fresh();
            label(store, 20);
            await().atMost(SOON).until(() -> TestTopics.labels().size() == 40);
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_foreign_record_halts_it_with_its_place_and_the_way_out_also_after_a_restart() throws Exception {
        label(store, 1);
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        long offset = TestTopics.end(Topics.LABELS);
        for (byte[] value : List.of("hello".getBytes(UTF_8), "null".getBytes(UTF_8), "{}".getBytes(UTF_8), new byte[0])) {
            TestTopics.sendForeign(value, List.of());
            haltsAtItsStart("nudge.labels-0 offset " + offset++ + ": expected a CloudEvent in binary mode");
            TestTopics.sendForeign(
                    value,
                    List.of(
                            header("ce_specversion", "1.0"),
                            header("ce_id", "x"),
                            header("ce_source", "x"),
                            header("ce_type", "image.labelled.v1")));
            haltsAtItsStart("nudge.labels-0 offset " + offset++ + ": expected ");
        }
        haltsAtItsStart("another program has written to this topic");
        haltsAtItsStart("see docs/operations.md#a-foreign-record");
    }

    @Test
    void a_foreign_record_that_comes_while_it_relays_is_noticed_at_the_next_label() throws Exception {
        label(store, 1);
        try (Relay relay = relay()) {
            store.onCommit(relay::wake);
            caughtUp(relay);
            TestTopics.sendForeign("hello".getBytes(UTF_8), List.of());
            label(store, 1);
            await().atMost(Duration.ofSeconds(15)).until(() -> relay.state() == Relay.State.HALTED);
            assertThat(relay.reason()).contains("docs/operations.md#a-foreign-record");
        }
    }

    @Test
    void a_gap_halts_it() throws Exception {
        label(store, 10);
        store.owner("DELETE FROM event WHERE position = 12");
        try (Relay relay = relay()) {
            halted(relay, "expected the event 12 of the log, got 13");
        }
        store.owner("DELETE FROM event WHERE position > 11");
        try (Relay relay = relay()) {
            halted(relay, "expected the event 12 of the log, found none, although the log ends at 21");
        }
    }

    @Test
    void an_event_of_an_unknown_type_halts_it_and_says_so() throws Exception {
        label(store, 2);
        store.owner("UPDATE event SET type = 'label.foreseen' WHERE position = 5");
        try (Relay relay = relay()) {
            halted(relay, "event 5 of the log has the type label.foreseen with schema 1");
        }
    }

    @Test
    void killed_again_and_again_it_publishes_everything_once() throws Exception {
        CompletableFuture<Void> labelling = CompletableFuture.runAsync(() -> label(store, 4000));
        for (int kill = 0; kill < 3; kill++) {
            int before = TestTopics.labels().size();
            try (RelayProcess relay = RelayProcess.start(store)) {
                await().atMost(SOON).until(() -> TestTopics.labels().size() > before || labelling.isDone());
                relay.kill();
            }
        }
        labelling.get(60, TimeUnit.SECONDS);
        try (Relay relay = relay()) {
            caughtUp(relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_standby_takes_over_within_5_seconds_when_the_first_is_paused_and_the_first_cannot_publish_any_more()
            throws Exception {
        label(store, 5);
        try (RelayProcess first = RelayProcess.start(store)) {
            await().atMost(SOON).until(() -> TestTopics.labels().size() == 5);
            try (Relay second = relay()) {
                await().atMost(SOON).until(() -> second.state() == Relay.State.STANDBY);
                first.pause();
                label(store, 5);
                await().atMost(Duration.ofSeconds(5)).until(() -> second.state() == Relay.State.RELAYING);
                caughtUp(second);
                first.resume();
                label(store, 200);
                caughtUp(second);
                TestTopics.areTheLogOf(store);
                assertThat(second.state()).isEqualTo(Relay.State.RELAYING);
            }
        }
    }

    private Relay relay() {
        return new Relay(new Database(database), TestTopics.kafka());
    }

    /** Labels an image of its own so many times. */
    private static void label(TestStore store, int labels) {
        UUID image = store.add(SEED.incrementAndGet());
        IntStream.range(0, labels)
                .mapToObj(i -> store.log().submit(new ImageRequest(ANNA, null, image, null, TestStore.label(i % 10))))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private void caughtUp(Relay relay) {
        long head = Long.parseLong(store.query("SELECT position FROM log_head"));
        await().atMost(SOON).until(() -> relay.state() == Relay.State.RELAYING && relay.position() >= head);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private void haltsAtItsStart(String why) throws Exception {
        try (Relay relay = relay()) {
            halted(relay, why);
        }
    }

    private static void halted(Relay relay, String why) {
        await().atMost(SOON).until(() -> relay.state() == Relay.State.HALTED);
        assertThat(relay.reason()).contains(why);
    }
}
