package nudge.labeller.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nudge.labeller.relay.Relays.caughtUp;
import static nudge.labeller.relay.Relays.halted;
import static nudge.labeller.relay.Relays.label;
import static nudge.labeller.relay.Relays.newImage;
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
import nudge.events.Topics;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageRequest;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slow statements, wrong clocks, records that are lost, and records that do not belong there. */
@Tag("server")
class RelayFaultsTest {
    private static final UUID ANNA = UUID.randomUUID();
    private static final Duration SOON = Duration.ofSeconds(60);

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
    void a_statement_that_does_not_end_is_ended_the_lease_stays_where_it_is_and_the_relay_comes_back()
            throws Exception {
        UUID image = newImage(store);
        try (Relay first = relay()) {
            store.onCommit(first::wake);
            caughtUp(store, first);
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
                caughtUp(store, first);
            }
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_lease_of_before_the_databases_clock_was_put_back_does_not_keep_the_relay_from_its_work() throws Exception {
        label(store, 5);
        store.owner("UPDATE relay_lease SET holder = gen_random_uuid(), expires = now() + interval '2 days'");
        try (Relay relay = relay()) {
            caughtUp(store, relay);
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
                    UUID image = newImage(store);
                    writer.submit(new ImageRequest(ANNA, null, image, null, TestStore.label(7)))
                            .join();
                }
                label(store, 3);
            }
            caughtUp(store, relay);
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
            caughtUp(store, relay);
            TestTopics.fresh();
            label(store, 20);
            await().atMost(SOON).until(() -> TestTopics.labels().size() == 40);
            caughtUp(store, relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_foreign_record_halts_it_with_its_place_and_the_way_out_also_after_a_restart() throws Exception {
        label(store, 1);
        try (Relay relay = relay()) {
            caughtUp(store, relay);
        }
        long offset = TestTopics.end(Topics.LABELS);
        for (String text : List.of("hello", "null", "{}", "")) {
            byte[] value = text.getBytes(UTF_8);
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
            caughtUp(store, relay);
            TestTopics.sendForeign("hello".getBytes(UTF_8), List.of());
            label(store, 1);
            await().atMost(Duration.ofSeconds(15)).until(() -> relay.state() == Relay.State.HALTED);
            assertThat(relay.reason()).contains("docs/operations.md#a-foreign-record");
        }
    }

    private Relay relay() {
        return new Relay(new Database(database), TestTopics.kafka());
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private void haltsAtItsStart(String why) throws Exception {
        try (Relay relay = relay()) {
            halted(relay, why);
        }
    }
}
