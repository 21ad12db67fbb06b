package nudge.labeller.relay;

import static nudge.labeller.relay.Relays.caughtUp;
import static nudge.labeller.relay.Relays.halted;
import static nudge.labeller.relay.Relays.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import nudge.events.EventCodec;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.labeller.TestStore;
import nudge.labeller.audit.Audit;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.RecordEstimate;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.quality.Policy;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RelayTest {
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
            caughtUp(store, relay);
        }
        TestTopics.areTheLogOf(store);
        label(store, 300);
        try (Relay relay = relay()) {
            caughtUp(store, relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_distrust_reaches_kafka_as_labels_like_any_other_in_order() throws Exception {
        UUID ben = UUID.randomUUID();
        UUID mallory = UUID.randomUUID();
        List<UUID> images = LongStream.range(1, 5).mapToObj(store::add).toList();
        List<String> expected = new ArrayList<>();
        try (Relay relay = relay()) {
            store.onCommit(relay::wake);
            store.submit(ANNA, images.get(0), TestStore.label(7));
            store.submit(mallory, images.get(0), TestStore.label(1));
            store.submit(mallory, images.get(1), TestStore.label(4));
            quality(new Distrust(mallory, 0, null));
            store.submit(ANNA, images.get(0), new Reconsider());
            store.submit(ANNA, images.get(1), new Reconsider());
            expected.add(images.get(0) + " 7 single 0 0");
            expected.add(images.get(0) + " 1 single 0 0");
            expected.add(images.get(1) + " 4 single 0 0");
            expected.add(images.get(0) + " 7 single 0 0");
            expected.add(images.get(1) + " open");
            long policy = quality(new SetPolicy(Policy.Crowd.standard()));
            for (UUID both : images.subList(1, 3)) {
                store.submit(ANNA, both, TestStore.label(6));
                store.submit(ben, both, TestStore.label(6));
                expected.add(both + " 6 posterior " + policy + " 0");
            }
            quality(new ChooseGold(Map.of(images.get(3), 2), "for the test"));
            quality(estimate());
            store.submit(ANNA, images.get(3), TestStore.label(2));
            store.submit(ben, images.get(3), TestStore.label(2));
            expected.add(images.get(3) + " 2 posterior " + policy + " 1");
            quality(new Distrust(ben, 0, null));
            for (UUID both : images.subList(1, 4)) {
                store.submit(ANNA, both, new Reconsider());
                expected.add(both + " open");
            }
            store.submit(ANNA, images.get(2), new Adjudicate(9, "a nine"));
            expected.add(images.get(2) + " 9 adjudicated " + policy + " 1");
            caughtUp(store, relay);
        }
        assertThat(TestTopics.labels()).extracting(RelayTest::told).isEqualTo(expected);
        TestTopics.areTheLogOf(store);
        Audit.AuditReport report = Audit.run(store.database(), TestTopics.kafka());
        assertThat(report.sound()).as(report.toString()).isTrue();
        assertThat(report.records()).isEqualTo(expected.size());
    }

    private long quality(QualityCommand command) {
        return store.log().submit(new QualityRequest(ANNA, command)).join().position();
    }

    /** Anna is right more often than not. */
    private static RecordEstimate estimate() {
        List<Integer> matrix = IntStream.range(0, 100)
                .mapToObj(cell -> cell / 10 == cell % 10 ? 910_000 : 10_000)
                .toList();
        return new RecordEstimate(
                new ConsensusEstimated(1, 5, "dawid-skene-1", 11, -1.5, Collections.nCopies(10, 0.1), "0".repeat(64)),
                Map.of(ANNA, new AnnotatorEstimated(1, matrix, 4)));
    }

    /** Image, digit, basis, policy and estimate. */
    private static String told(ConsumerRecord<String, byte[]> record) {
        LabelRecord label = EventCodec.decodeLabel(record);
        if (label instanceof ImageLabelled labelled) {
            return label.image() + " " + labelled.digit() + " "
                    + labelled.basis().wire() + " " + labelled.policy() + " " + labelled.estimate();
        }
        return label.image() + " open";
    }

    @Test
    void a_relay_that_loses_its_lease_stands_by_and_another_relays() throws Exception {
        try (Relay first = relay()) {
            caughtUp(store, first);
            try (Relay second = relay()) {
                await().atMost(SOON).until(() -> second.state() == Relay.State.STANDBY);
                store.owner("UPDATE relay_lease SET holder = gen_random_uuid(), expires = now() + interval '1500 ms'");
                await().atMost(SOON).until(() -> first.state() == Relay.State.STANDBY);
                label(store, 100);
                await().atMost(SOON)
                        .until(() -> List.of(first.state(), second.state())
                                .containsAll(List.of(Relay.State.RELAYING, Relay.State.STANDBY)));
                caughtUp(store, first.state() == Relay.State.RELAYING ? first : second);
            }
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_fenced_producer_is_told_and_replaced_by_a_new_one() throws Exception {
        label(store, 20);
        try (Relay relay = relay()) {
            caughtUp(store, relay);
            try (LabelTopic stranger = new LabelTopic(TestTopics.kafka(), Clock.systemUTC())) {
                stranger.fence(UUID.fromString(store.query("SELECT store FROM log_head")));
            }
            label(store, 20);
            await().atMost(SOON)
                    .until(() -> relay.state() == Relay.State.RETRYING
                            && !relay.reason().isEmpty());
            caughtUp(store, relay);
            assertThat(relay.reason()).isEmpty();
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_relay_that_stops_hands_over_at_once() throws Exception {
        Relay first = relay();
        caughtUp(store, first);
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
            caughtUp(store, relay);
            store.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await().atMost(SOON).ignoreExceptions().until(() -> {
                label(store, 20);
                return true;
            });
            caughtUp(store, relay);
        }
        TestTopics.areTheLogOf(store);
    }

    @Test
    void a_kafka_of_another_store_is_refused() throws Exception {
        label(store, 1);
        try (Relay relay = relay()) {
            caughtUp(store, relay);
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
            caughtUp(store, relay);
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
            caughtUp(store, relay);
            store.owner("DELETE FROM event WHERE position > 15", "UPDATE log_head SET position = 15");
            halted(relay, "the log ends at 15, but its events up to 21 are published: the database was put back");
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
            halted(relay, "event 5 of the log has the type label.foreseen with schema 2");
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
            caughtUp(store, relay);
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
                caughtUp(store, second);
                first.resume();
                label(store, 200);
                caughtUp(store, second);
                TestTopics.areTheLogOf(store);
                assertThat(second.state()).isEqualTo(Relay.State.RELAYING);
            }
        }
    }

    private Relay relay() {
        return new Relay(new Database(database), TestTopics.kafka());
    }
}
