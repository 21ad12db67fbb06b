package nudge.labeller.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.RelayPosition;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.relay.RelayOutcome.Committed;
import nudge.labeller.relay.RelayOutcome.Compared;
import nudge.labeller.relay.RelayOutcome.Counted;
import nudge.labeller.relay.RelayOutcome.Elected;
import nudge.labeller.relay.RelayOutcome.Entries;
import nudge.labeller.relay.RelayOutcome.Failed;
import nudge.labeller.relay.RelayOutcome.Fenced;
import nudge.labeller.relay.RelayOutcome.Found;
import nudge.labeller.relay.RelayOutcome.Impossible;
import nudge.labeller.relay.RelayOutcome.LastRecord;
import nudge.labeller.relay.RelayOutcome.NotElected;
import nudge.labeller.relay.RelayOutcome.Rested;
import nudge.labeller.relay.RelayStep.Compare;
import nudge.labeller.relay.RelayStep.Count;
import nudge.labeller.relay.RelayStep.Elect;
import nudge.labeller.relay.RelayStep.Fence;
import nudge.labeller.relay.RelayStep.Halt;
import nudge.labeller.relay.RelayStep.Look;
import nudge.labeller.relay.RelayStep.Publish;
import nudge.labeller.relay.RelayStep.Read;
import nudge.labeller.relay.RelayStep.Rest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each transition of the protocol by itself; SimulationTest drives it through what can go wrong. Long because the protocol has
 * many transitions, and each is a test of a few lines.
 */
class RelayProtocolTest {
    private static final UUID STORE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID IMAGE = new UUID(0, 3);
    private static final Instant AT = Instant.parse("2026-11-24T00:00:00Z");
    private static final Rest RETRY = new Rest(Duration.ofMillis(300), false);
    private static final Rest IDLE = new Rest(Duration.ofMillis(50), true);
    private static final Read FROM_THE_BEGINNING = new Read(0, RelayProtocol.BATCH);

    @Test
    void it_is_elected_fences_looks_and_compares_before_it_reads() {
        RelayProtocol relay = RelayProtocol.start();
        assertThat(relay.state()).isEqualTo(Relay.State.STARTING);
        assertThat(relay.step()).isEqualTo(new Elect());
        relay = relay.after(new Elected(STORE, 100), 100);
        assertThat(relay.step()).isEqualTo(new Fence(STORE));
        assertThat(relay.fenced()).isFalse();
        relay = relay.after(new Fenced(), 101);
        assertThat(relay.step()).isEqualTo(new Look());
        assertThat(relay.fenced()).isTrue();
        relay = relay.after(new Found(null, null), 102);
        assertThat(relay.step()).isEqualTo(new Compare(0, 0));
        relay = relay.after(new Compared(5, null), 103);
        assertThat(relay.step()).isEqualTo(FROM_THE_BEGINNING);
        assertThat(relay.state()).isEqualTo(Relay.State.RELAYING);
    }

    @Test
    void it_goes_on_behind_the_last_record_that_kafka_holds() {
        RelayProtocol relay = looking().after(new Found(mark(7, 5, 2), last(STORE, 5)), 2);
        assertThat(relay.step()).isEqualTo(new Compare(5, 0));
        relay = relay.after(new Compared(9, event(5)), 3);
        assertThat(relay.step()).isEqualTo(new Read(5, RelayProtocol.BATCH));
        assertThat(relay.passed()).isEqualTo(mark(5, 5, 2));
    }

    @Test
    void it_goes_on_behind_the_last_position_when_the_log_holds_the_same_event_there() {
        RelayProtocol relay = looking().after(new Found(mark(7, 5, 2), event(7), last(STORE, 5)), 2);
        assertThat(relay.step()).isEqualTo(new Compare(5, 7));
        RelayProtocol same = relay.after(new Compared(9, event(5), event(7)), 3);
        assertThat(same.step()).isEqualTo(new Read(7, RelayProtocol.BATCH));
        assertThat(same.passed()).isEqualTo(mark(7, 5, 2));
        assertThat(relay.after(new Compared(9, event(5), OTHER), 3).step())
                .as("a log that took another way behind the last record")
                .isEqualTo(new Read(5, RelayProtocol.BATCH));
        RelayProtocol lost = looking().after(new Found(mark(7, 6, 3), event(7), last(STORE, 5)), 2);
        assertThat(lost.after(new Compared(9, event(5), event(7)), 3).step()).isEqualTo(new Count(6, 5, 3));
    }

    @Test
    void without_a_label_in_kafka_it_passes_the_whole_log_again() {
        RelayProtocol relay = looking().after(new Found(mark(7, 0, 0), null), 2);
        assertThat(relay.step()).isEqualTo(new Compare(0, 0));
        assertThat(relay.after(new Compared(9, null), 3).step()).isEqualTo(FROM_THE_BEGINNING);
    }

    @Test
    void a_relay_that_is_not_elected_waits_and_asks_again() {
        RelayProtocol standby = RelayProtocol.start().after(new NotElected(), 1);
        assertThat(standby.state()).isEqualTo(Relay.State.STANDBY);
        assertThat(standby.step()).isEqualTo(RETRY);
        assertThat(standby.after(new Rested(), 301).step()).isEqualTo(new Elect());
    }

    @Test
    void one_that_loses_the_lease_forgets_how_far_it_was_and_fences_again() {
        RelayProtocol lost = relaying(0).after(new NotElected(), 9);
        assertThat(lost.fenced()).isFalse();
        assertThat(lost.passed()).isNull();
        RelayProtocol again = lost.after(new Rested(), 400).after(new Elected(STORE, 400), 400);
        assertThat(again.step()).isEqualTo(new Fence(STORE));
    }

    @Test
    void after_a_failure_it_rests_is_elected_and_fences_again() {
        RelayProtocol failed = relaying(0).after(new Failed("cut"), 9);
        assertThat(failed.state()).isEqualTo(Relay.State.RETRYING);
        assertThat(failed.step()).isEqualTo(RETRY);
        assertThat(failed.fenced()).isFalse();
        RelayProtocol again = failed.after(new Rested(), 310);
        assertThat(again.step()).isEqualTo(new Elect());
        assertThat(again.after(new Elected(STORE, 310), 310).step()).isEqualTo(new Fence(STORE));
    }

    @Test
    void what_never_can_be_halts_it() {
        RelayProtocol halted = relaying(0).after(new Impossible("a damaged event"), 9);
        assertThat(halted.state()).isEqualTo(Relay.State.HALTED);
        assertThat(halted.step()).isEqualTo(new Halt("a damaged event"));
        assertThat(halted.fenced()).isFalse();
    }

    @Test
    void another_log_under_the_same_address_halts_it() {
        assertHalted(
                relaying(0).after(new Elected(OTHER, 9), 9),
                "the log was the store " + STORE + " and is now the store " + OTHER + ": start the labeller again; see"
                        + " docs/operations.md#kafka-of-another-log");
    }

    @Test
    void the_lease_is_renewed_every_second_and_the_step_that_waited_for_it_follows() {
        RelayProtocol relay = reading(0);
        RelayProtocol fresh = relay.after(new Rested(), 999);
        assertThat(fresh.step()).isEqualTo(FROM_THE_BEGINNING);
        RelayProtocol old = relay.after(new Rested(), 1_000);
        assertThat(old.step()).isEqualTo(new Elect());
        assertThat(old.after(new Elected(STORE, 1_000), 1_001).step()).isEqualTo(FROM_THE_BEGINNING);
        assertThat(old.after(new Elected(STORE, 1_000), 1_001).renewed()).isEqualTo(1_000);
    }

    @Test
    void a_lease_that_is_old_before_the_look_is_renewed_before_the_comparison() {
        RelayProtocol old = looking().after(new Found(null, null), 1_500);
        assertThat(old.step()).isEqualTo(new Elect());
        RelayProtocol renewed = old.after(new Elected(STORE, 1_500), 1_500);
        assertThat(renewed.step()).isEqualTo(new Compare(0, 0));
        assertThat(renewed.after(new Compared(0, null), 1_501).step()).isEqualTo(FROM_THE_BEGINNING);
    }

    @Test
    void kafka_is_looked_at_again_every_twenty_seconds() {
        RelayProtocol relay = renewedAt(20_001);
        assertThat(relay.after(new Rested(), 20_001).step()).isEqualTo(FROM_THE_BEGINNING);
        assertThat(relay.after(new Rested(), 20_002).step()).isEqualTo(new Look());
    }

    @Test
    void a_look_that_finds_what_it_published_goes_on_where_it_was() {
        RelayProtocol relay = published(3, 2);
        RelayProtocol compared = relay.after(new Rested(), 20_100);
        assertThat(compared.step()).isEqualTo(new Elect());
        compared = compared.after(new Elected(STORE, 20_100), 20_100);
        assertThat(compared.step()).isEqualTo(new Look());
        compared = compared.after(new Found(mark(3, 2, 1), last(STORE, 2)), 20_101);
        assertThat(compared.step()).isEqualTo(new Compare(2, 0));
        compared = compared.after(new Compared(3, event(2)), 20_102);
        assertThat(compared.step()).isEqualTo(new Read(3, RelayProtocol.BATCH));
    }

    @Test
    void a_broker_that_lost_what_it_had_acknowledged_gets_it_again() {
        RelayProtocol relay = published(3, 2)
                .after(new Rested(), 20_100)
                .after(new Elected(STORE, 20_100), 20_100)
                .after(new Found(null, null), 20_101)
                .after(new Compared(3, null), 20_102);
        assertThat(relay.step()).isEqualTo(FROM_THE_BEGINNING);
    }

    @Test
    void records_are_counted_only_between_kafkas_last_record_and_the_position_that_a_broker_lost_less_or_more_of() {
        RelayProtocol lostRecords = looking().after(new Found(mark(9, 8, 4), last(STORE, 5)), 2);
        RelayProtocol back = lostRecords.after(new Compared(9, event(5)), 3);
        assertThat(back.step()).isEqualTo(new Count(8, 5, 4));
        assertThat(back.after(new Counted(3), 4).passed()).isEqualTo(mark(5, 5, 3));
        RelayProtocol lostPosition = looking().after(new Found(mark(9, 8, 4), last(STORE, 12)), 2);
        RelayProtocol on = lostPosition.after(new Compared(15, event(12)), 3);
        assertThat(on.step()).isEqualTo(new Count(8, 12, 4));
        assertThat(on.after(new Counted(6), 4).step()).isEqualTo(new Read(12, RelayProtocol.BATCH));
        assertThat(on.after(new Counted(6), 4).passed()).isEqualTo(mark(12, 12, 6));
    }

    @Test
    void many_records_are_counted_in_parts_and_the_lease_is_renewed_between_them() {
        long far = 3L * RelayProtocol.COUNTED_AT_ONCE;
        RelayProtocol counting =
                looking().after(new Found(null, last(STORE, far)), 2).after(new Compared(far, event(far)), 3);
        assertThat(counting.step()).isEqualTo(new Count(0, far / 3, 0));
        RelayProtocol second = counting.after(new Counted(10), 1_200);
        assertThat(second.step()).isEqualTo(new Elect());
        second = second.after(new Elected(STORE, 1_200), 1_200);
        assertThat(second.step()).isEqualTo(new Count(far / 3, far / 3 * 2, 10));
        RelayProtocol third = second.after(new Counted(20), 1_300);
        assertThat(third.step()).isEqualTo(new Count(far / 3 * 2, far, 20));
        assertThat(third.after(new Counted(30), 1_400).passed()).isEqualTo(mark(far, far, 30));
    }

    @Test
    void a_read_that_fails_is_repeated_with_fewer_events_and_what_succeeds_with_more() {
        int fewer = RelayProtocol.BATCH / 8;
        RelayProtocol again = reading(3)
                .after(new Failed("statement timeout"), 9)
                .after(new Rested(), 310)
                .after(new Elected(STORE, 310), 310)
                .after(new Fenced(), 311)
                .after(new Found(null, null), 312)
                .after(new Compared(3, null), 313);
        assertThat(again.step()).isEqualTo(new Read(0, fewer));
        RelayProtocol committed = again.after(
                        new Entries(
                                fewer + 9L,
                                LongStream.rangeClosed(1, fewer)
                                        .mapToObj(position -> entry(position, null))
                                        .toList()),
                        314)
                .after(new Committed(), 315);
        assertThat(committed.step()).isEqualTo(new Read(fewer, 2 * fewer));
        assertThat(relaying(0).after(new Failed("cut"), 9).limit()).isEqualTo(RelayProtocol.BATCH);
    }

    @Test
    void the_labels_or_the_position_of_another_store_halt_it() {
        String foreign = "this Kafka holds the labels of the store " + OTHER + ", but the log is the store " + STORE
                + ": connect the Kafka and the database that belong together; see docs/operations.md#kafka-of-another-log";
        assertHalted(looking().after(new Found(null, last(OTHER, 5)), 2), foreign);
        assertHalted(looking().after(new Found(new RelayPosition(OTHER, 5, 5, 1), null), 2), foreign);
    }

    @Test
    void a_log_that_ends_before_what_kafka_holds_halts_it() {
        String older = "Kafka has the log's events up to 7, but the log ends at 6: the database is older than Kafka"
                + " (a restored backup?); connect an empty Kafka; see docs/operations.md#the-database-is-older-than-kafka";
        assertHalted(
                looking().after(new Found(mark(7, 5, 1), last(STORE, 5)), 2).after(new Compared(6, event(5)), 3),
                older);
        assertHalted(looking().after(new Found(null, last(STORE, 7)), 2).after(new Compared(6, event(7)), 3), older);
        assertThat(looking()
                        .after(new Found(mark(7, 5, 1), last(STORE, 5)), 2)
                        .after(new Compared(7, event(5)), 3)
                        .step())
                .isEqualTo(new Read(5, RelayProtocol.BATCH));
    }

    @Test
    void another_event_or_none_at_kafkas_last_record_halts_it() {
        RelayProtocol found = looking().after(new Found(mark(5, 5, 1), last(STORE, 5)), 2);
        assertHalted(
                found.after(new Compared(9, OTHER), 3),
                "Kafka's last label is the event " + event(5) + " at the position 5, but the log holds there " + OTHER
                        + ": the log took another way since (a restored backup?); connect an empty Kafka; see docs/operations.md#the-database-is-older-than-kafka");
        assertHalted(
                found.after(new Compared(9, null), 3),
                "Kafka's last label is the event " + event(5) + " at the position 5, but the log holds there none: the"
                        + " log took another way since (a restored backup?); connect an empty Kafka; see docs/operations.md#the-database-is-older-than-kafka");
    }

    @Test
    void a_log_that_ends_before_its_own_position_halts_it() {
        assertHalted(
                published(3, 2).after(new Entries(2, List.of()), 9),
                "the log ends at 2, but its events up to 3 are published: the database was put back; connect an empty"
                        + " Kafka; see docs/operations.md#the-database-is-older-than-kafka");
    }

    @Test
    void with_nothing_new_it_rests_until_it_is_woken() {
        RelayProtocol idle = published(3, 2).after(new Entries(3, List.of()), 9);
        assertThat(idle.step()).isEqualTo(IDLE);
        assertThat(idle.state()).isEqualTo(Relay.State.RELAYING);
        assertThat(idle.after(new Rested(), 10).step()).isEqualTo(new Read(3, RelayProtocol.BATCH));
    }

    @Test
    void settled_labels_are_published_each_with_its_predecessor_and_the_position_with_them() {
        List<LogEntry> entries = List.of(
                entry(1, null),
                entry(2, new LabelSettled(7, 1.0, Split.TRAIN)),
                entry(3, null),
                entry(4, new LabelUnsettled(Split.TRAIN)),
                entry(5, null));
        RelayStep step = reading(0).after(new Entries(5, entries), 9).step();
        assertThat(step).isInstanceOfSatisfying(Publish.class, publish -> {
            assertThat(publish.to()).isEqualTo(mark(5, 4, 2));
            assertThat(publish.event()).isEqualTo(event(5));
            assertThat(publish.records()).hasSize(2);
            assertThat(publish.records().get(0).event()).isEqualTo(event(2));
            assertThat(publish.records().get(0).label()).isInstanceOfSatisfying(ImageLabelled.class, labelled -> {
                assertThat(labelled.position()).isEqualTo(2);
                assertThat(labelled.previous()).isZero();
                assertThat(labelled.digit()).isEqualTo(7);
            });
            assertThat(publish.records().get(1).label()).isEqualTo(new ImageUnlabelled(IMAGE, Split.TRAIN, 4, 2, AT));
        });
        RelayProtocol committed = reading(0).after(new Entries(5, entries), 9).after(new Committed(), 10);
        assertThat(committed.passed()).isEqualTo(mark(5, 4, 2));
        assertThat(committed.step()).isEqualTo(new Read(5, RelayProtocol.BATCH));
        assertThat(committed.state()).isEqualTo(Relay.State.RELAYING);
    }

    @Test
    void a_gap_halts_it_wherever_it_is() {
        assertHalted(
                reading(0).after(new Entries(3, List.of(entry(1, null), entry(3, null))), 9),
                "expected the event 2 of the log, got 3: events are missing; restore the database from a backup; see docs/operations.md#events-are-missing");
        assertHalted(
                reading(0).after(new Entries(3, List.of(entry(1, null), entry(2, null))), 9),
                "expected the event 3 of the log, found none, although the log ends at 3: events are missing; restore the"
                        + " database from a backup; see docs/operations.md#events-are-missing");
        assertHalted(
                reading(0).after(new Entries(3, List.of()), 9),
                "expected the event 1 of the log, found none, although the log ends at 3: events are missing; restore the"
                        + " database from a backup; see docs/operations.md#events-are-missing");
    }

    @Test
    void more_than_a_batch_is_read_batch_by_batch() {
        List<LogEntry> whole = LongStream.rangeClosed(1, RelayProtocol.BATCH)
                .mapToObj(position -> entry(position, null))
                .toList();
        RelayStep step = reading(0)
                .after(new Entries(RelayProtocol.BATCH + 100L, whole), 9)
                .step();
        assertThat(step).isInstanceOfSatisfying(Publish.class, publish -> {
            assertThat(publish.records()).isEmpty();
            assertThat(publish.to().position()).isEqualTo(RelayProtocol.BATCH);
        });
        assertHalted(
                reading(0).after(new Entries(RelayProtocol.BATCH + 100L, whole.subList(0, RelayProtocol.BATCH - 1)), 9),
                "expected the event " + RelayProtocol.BATCH + " of the log, found none, although the log ends at "
                        + (RelayProtocol.BATCH + 100)
                        + ": events are missing; restore the database from a backup; see docs/operations.md#events-are-missing");
    }

    @Test
    void a_settled_label_without_pixels_halts_it() {
        LogEntry bare = new LogEntry(1, event(1), IMAGE, AT, new LabelSettled(7, 1.0, Split.TRAIN), null);
        assertHalted(
                reading(0).after(new Entries(1, List.of(bare)), 9),
                "event 1 of the log settles the label of the image " + IMAGE
                        + ", whose pixels are missing: restore the database from a backup; see docs/operations.md#events-are-missing");
    }

    @Test
    void an_event_that_kafka_has_no_record_for_is_not_passed_over() {
        LogEntry strange = entry(1, new ImageSkipped());
        assertThatThrownBy(() -> strange.record(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected the event 1 to settle a label or to take it back, got ImageSkipped[]");
    }

    @Test
    void a_commit_belongs_to_a_publication() {
        assertThatThrownBy(() -> RelayProtocol.start().after(new Committed(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected no Committed");
        assertThatThrownBy(() -> RelayProtocol.start().after(new Compared(1, null), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected to have looked before comparing");
    }

    static Stream<Class<?>> everyOutcome() {
        return Arrays.stream(RelayOutcome.class.getPermittedSubclasses());
    }

    /** LastRecord is a part of Found, and no outcome by itself. */
    @ParameterizedTest
    @MethodSource("everyOutcome")
    void every_outcome_has_its_transition(Class<?> type) {
        RelayProtocol publishing = reading(0).after(new Entries(1, List.of(entry(1, null))), 2);
        RelayProtocol comparing = looking().after(new Found(mark(9, 9, 4), last(STORE, 1)), 2);
        RelayProtocol from = Map.<Class<?>, RelayProtocol>of(
                        Compared.class, comparing, Counted.class, comparing.after(new Compared(9, event(1)), 2))
                .getOrDefault(type, publishing);
        RelayOutcome example = Stream.of(
                        new Elected(STORE, 3),
                        new NotElected(),
                        new Fenced(),
                        new Found(null, null),
                        new Compared(9, event(1)),
                        new Counted(1),
                        new Entries(0, List.of()),
                        new Committed(),
                        new Rested(),
                        new Failed("cut"),
                        new Impossible("never"))
                .filter(outcome -> outcome.getClass() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected an example of " + type + ": add one here"));
        assertThat(from.after(example, 3)).isNotEqualTo(from);
    }

    private static void assertHalted(RelayProtocol relay, String reason) {
        assertThat(relay.step()).isEqualTo(new Halt(reason));
        assertThat(relay.state()).isEqualTo(Relay.State.HALTED);
    }

    private static RelayProtocol looking() {
        return RelayProtocol.start().after(new Elected(STORE, 0), 0).after(new Fenced(), 1);
    }

    /** About to read from the beginning; looked at Kafka at 2 ms. */
    private static RelayProtocol reading(int head) {
        return looking().after(new Found(null, null), 2).after(new Compared(head, null), 3);
    }

    private static RelayProtocol relaying(int head) {
        return reading(head).after(new Entries(head, List.of()), 4);
    }

    /** Reading, with a lease that was renewed just then. */
    private static RelayProtocol renewedAt(long now) {
        return reading(0).after(new Rested(), now).after(new Elected(STORE, now), now);
    }

    /** Has published the events up to a position, the last label at another. */
    private static RelayProtocol published(int position, int label) {
        List<LogEntry> entries = IntStream.rangeClosed(1, position)
                .mapToObj(at -> entry(at, at == label ? new LabelSettled(7, 1.0, Split.TRAIN) : null))
                .toList();
        return reading(position).after(new Entries(position, entries), 5).after(new Committed(), 6);
    }

    private static RelayPosition mark(long position, long published, long records) {
        return new RelayPosition(STORE, position, published, records);
    }

    private static LastRecord last(UUID store, long position) {
        return new LastRecord(store, event(position), position);
    }

    private static UUID event(long position) {
        return new UUID(1, position);
    }

    private static LogEntry entry(long position, ImageEvent settled) {
        return new LogEntry(position, event(position), IMAGE, AT, settled, new byte[784]);
    }
}
