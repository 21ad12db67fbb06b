package nudge.labeller.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.RelayPosition;
import nudge.events.Split;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.Pixels;
import nudge.labeller.relay.RelayOutcome.Committed;
import nudge.labeller.relay.RelayOutcome.Compared;
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

/** The transitions one by one; that they keep their promises together, whatever happens, is what the simulation shows. */
class RelayProtocolTest {
    private static final UUID STORE = new UUID(1, 1);
    private static final UUID OTHER_STORE = new UUID(2, 2);
    private static final UUID IMAGE = new UUID(3, 3);
    private static final Instant AT = Instant.EPOCH;
    /** When the relays of these tests were elected. */
    private static final long ELECTED = 5_000_000;

    private static final long SOON = ELECTED + 999;
    private static final long LEASE_IS_OLD = ELECTED + 1_000;

    /** The state that follows from these outcomes, all at one time. */
    private static RelayProtocol after(long now, RelayOutcome... outcomes) {
        RelayProtocol protocol = RelayProtocol.start();
        for (RelayOutcome outcome : outcomes) {
            protocol = protocol.after(outcome, now);
        }
        return protocol;
    }

    private static RelayProtocol fenced() {
        return after(SOON, new Elected(STORE, ELECTED), new Fenced());
    }

    /** Relays, behind a last record at this position; 0 for an empty Kafka. */
    private static RelayProtocol relayingFrom(long position) {
        LastRecord last = position == 0 ? null : new LastRecord(STORE, id(position), position);
        RelayPosition mark = position == 0 ? null : new RelayPosition(STORE, position, position, 4);
        return fenced().after(new Found(mark, last), SOON)
                .after(new Compared(position + 100, position == 0 ? null : id(position), position == 0 ? 0 : 4), SOON);
    }

    private static UUID id(long position) {
        return new UUID(9, position);
    }

    private static LogEntry inside(long position) {
        return new LogEntry(position, new UUID(0, 0), new UUID(0, 0), AT, null, null);
    }

    private static LogEntry settling(long position, ImageEvent event) {
        byte[] pixels = event instanceof LabelSettled ? new byte[Pixels.COUNT] : null;
        return new LogEntry(position, id(position), IMAGE, AT, event, pixels);
    }

    private static void assertHalts(RelayProtocol protocol, String why) {
        assertThat(protocol.state()).isEqualTo(Relay.State.HALTED);
        assertThat(protocol.step())
                .isInstanceOfSatisfying(
                        Halt.class, halt -> assertThat(halt.reason()).contains(why));
    }

    static Stream<RelayOutcome> oneOfEach() {
        return Stream.of(
                new Elected(STORE, ELECTED),
                new NotElected(),
                new Fenced(),
                new Found(null, null),
                new Compared(0, null, 0),
                new Entries(0, List.of()),
                new Committed(),
                new Rested(),
                new Failed("reason"),
                new Impossible("reason"));
    }

    @Test
    void every_kind_of_outcome_is_among_those_here() {
        assertThat(oneOfEach())
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(RelayOutcome.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void every_kind_of_outcome_leads_somewhere_from_the_step_that_it_belongs_to(RelayOutcome outcome) {
        RelayProtocol asking = asking(outcome);
        assertThat(asking.after(outcome, SOON)).isNotEqualTo(asking);
    }

    /** A state whose step this is an outcome of. */
    private static RelayProtocol asking(RelayOutcome outcome) {
        if (outcome instanceof Fenced) {
            return after(SOON, new Elected(STORE, ELECTED));
        }
        if (outcome instanceof Found) {
            return fenced();
        }
        if (outcome instanceof Compared) {
            return fenced().after(new Found(null, null), SOON);
        }
        if (outcome instanceof Entries) {
            return relayingFrom(0);
        }
        if (outcome instanceof Committed) {
            return relayingFrom(0).after(new Entries(1, List.of(inside(1))), SOON);
        }
        if (outcome instanceof Rested) {
            return after(SOON, new NotElected());
        }
        return RelayProtocol.start();
    }

    @Test
    void an_outcome_of_another_step_is_an_error() {
        assertThatThrownBy(() -> RelayProtocol.start().after(new Committed(), SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected no Committed");
        assertThatThrownBy(() -> after(SOON, new Elected(STORE, ELECTED), new Compared(0, null, 0)))
                .hasMessageContaining("looked before comparing");
        assertThatThrownBy(() -> fenced().after(new Entries(1, List.of()), SOON))
                .hasMessageContaining("found its position before it reads");
    }

    @Test
    void it_is_elected_fences_looks_compares_and_reads_in_this_order() {
        RelayProtocol protocol = RelayProtocol.start();
        assertThat(protocol.state()).isEqualTo(Relay.State.STARTING);
        assertThat(protocol.step()).isEqualTo(new Elect());
        protocol = protocol.after(new Elected(STORE, ELECTED), SOON);
        assertThat(protocol.step()).isEqualTo(new Fence(STORE));
        protocol = protocol.after(new Fenced(), SOON);
        assertThat(protocol.step()).isEqualTo(new Look());
        protocol = protocol.after(new Found(new RelayPosition(STORE, 12, 7, 4), new LastRecord(STORE, id(7), 7)), SOON);
        assertThat(protocol.step()).isEqualTo(new Compare(7));
        assertThat(protocol.state()).isEqualTo(Relay.State.STARTING);
        protocol = protocol.after(new Compared(12, id(7), 4), SOON);
        assertThat(protocol.state()).isEqualTo(Relay.State.RELAYING);
        assertThat(protocol.step()).isEqualTo(new Read(7, RelayProtocol.BATCH));
        assertThat(protocol.passed()).isEqualTo(new RelayPosition(STORE, 7, 7, 4));
    }

    @Test
    void with_an_empty_kafka_it_begins_at_the_first_event() {
        RelayProtocol protocol = fenced().after(new Found(null, null), SOON);
        assertThat(protocol.step()).isEqualTo(new Compare(0));
        protocol = protocol.after(new Compared(3, null, 0), SOON);
        assertThat(protocol.step()).isEqualTo(new Read(0, RelayProtocol.BATCH));
        assertThat(protocol.passed()).isEqualTo(new RelayPosition(STORE, 0, 0, 0));
    }

    @Test
    void the_records_of_a_publication_are_chained_and_counted() {
        RelayProtocol protocol = relayingFrom(7)
                .after(
                        new Entries(
                                11,
                                List.of(
                                        settling(8, new LabelSettled(3, 0.5, Split.TRAIN)),
                                        inside(9),
                                        settling(10, new LabelUnsettled(Split.HELD_OUT)),
                                        inside(11))),
                        SOON);
        assertThat(protocol.step()).isInstanceOfSatisfying(Publish.class, publish -> {
            assertThat(publish.to()).isEqualTo(new RelayPosition(STORE, 11, 10, 6));
            assertThat(publish.records()).extracting(RelayStep.Outgoing::event).containsExactly(id(8), id(10));
            List<LabelRecord> labels =
                    publish.records().stream().map(RelayStep.Outgoing::label).toList();
            assertThat(labels.get(0)).isInstanceOfSatisfying(ImageLabelled.class, label -> {
                assertThat(label.image()).isEqualTo(IMAGE);
                assertThat(label.digit()).isEqualTo(3);
                assertThat(label.confidence()).isEqualTo(0.5);
                assertThat(label.position()).isEqualTo(8);
                assertThat(label.previous()).isEqualTo(7);
            });
            assertThat(labels.get(1)).isEqualTo(new ImageUnlabelled(IMAGE, Split.HELD_OUT, 10, 8, AT));
        });
        RelayPosition to = ((Publish) protocol.step()).to();
        protocol = protocol.after(new Committed(), SOON);
        assertThat(protocol.passed()).isEqualTo(to);
        assertThat(protocol.step()).isEqualTo(new Read(11, RelayProtocol.BATCH));
    }

    @Test
    void events_that_all_stay_inside_are_passed_with_a_position_alone() {
        assertThat(relayingFrom(7)
                        .after(new Entries(8, List.of(inside(8))), SOON)
                        .step())
                .isEqualTo(new Publish(List.of(), new RelayPosition(STORE, 8, 7, 4)));
    }

    @Test
    void at_the_end_of_the_log_it_rests_until_it_is_woken() {
        RelayProtocol protocol = relayingFrom(7).after(new Entries(7, List.of()), SOON);
        assertThat(protocol.step())
                .isInstanceOfSatisfying(
                        Rest.class, rest -> assertThat(rest.wakes()).isTrue());
        assertThat(protocol.state()).isEqualTo(Relay.State.RELAYING);
        assertThat(protocol.after(new Rested(), SOON).step()).isEqualTo(new Read(7, RelayProtocol.BATCH));
    }

    @Test
    void a_log_that_ends_before_what_is_published_halts_it() {
        assertHalts(
                relayingFrom(7).after(new Entries(6, List.of()), SOON),
                "the log ends at 6, but its events up to 7 are published: the database was put back");
    }

    @Test
    void a_gap_in_the_log_halts_it() {
        assertHalts(
                relayingFrom(7).after(new Entries(9, List.of(inside(9))), SOON),
                "expected the event 8 of the log, got 9");
        assertHalts(
                relayingFrom(7).after(new Entries(10, List.of(inside(8), inside(10))), SOON),
                "expected the event 9 of the log, got 10");
        assertHalts(
                relayingFrom(7).after(new Entries(10, List.of(inside(8), inside(9))), SOON),
                "expected the event 10 of the log, found none, although the log ends at 10");
        assertHalts(relayingFrom(7).after(new Entries(8, List.of()), SOON), "found none");
    }

    @Test
    void a_batch_that_is_full_is_no_gap() {
        List<LogEntry> entries = new ArrayList<>();
        for (long position = 1; position <= RelayProtocol.BATCH; position++) {
            entries.add(inside(position));
        }
        long head = RelayProtocol.BATCH + 5L;
        assertThat(relayingFrom(0).after(new Entries(head, entries), SOON).step())
                .isEqualTo(new Publish(List.of(), new RelayPosition(STORE, RelayProtocol.BATCH, 0, 0)));
        assertHalts(
                relayingFrom(0).after(new Entries(head, entries.subList(0, RelayProtocol.BATCH - 1)), SOON),
                "expected the event " + RelayProtocol.BATCH);
    }

    @Test
    void a_label_without_its_pixels_halts_it() {
        LogEntry entry = new LogEntry(8, id(8), IMAGE, AT, new LabelSettled(3, 1, Split.TRAIN), null);
        assertHalts(
                relayingFrom(7).after(new Entries(8, List.of(entry)), SOON),
                "event 8 of the log settles the label of the image " + IMAGE + ", whose pixels are missing");
        assertThatThrownBy(() -> entry.record(7)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_kafka_of_another_log_halts_it() {
        String why = "this Kafka holds the labels of the store " + OTHER_STORE + ", but the log is the store " + STORE;
        assertHalts(fenced().after(new Found(new RelayPosition(OTHER_STORE, 1, 1, 1), null), SOON), why);
        assertHalts(fenced().after(new Found(null, new LastRecord(OTHER_STORE, id(1), 1)), SOON), why);
    }

    @Test
    void a_kafka_that_is_ahead_of_the_log_halts_it() {
        RelayProtocol byRecord = fenced().after(new Found(null, new LastRecord(STORE, id(7), 7)), SOON);
        assertHalts(
                byRecord.after(new Compared(6, null, 3), SOON),
                "Kafka has the log's events up to 7, but the log ends at 6: the database is older than Kafka");
        RelayProtocol byMark =
                fenced().after(new Found(new RelayPosition(STORE, 9, 7, 4), new LastRecord(STORE, id(7), 7)), SOON);
        assertHalts(byMark.after(new Compared(8, id(7), 4), SOON), "up to 9, but the log ends at 8");
        assertThat(byMark.after(new Compared(9, id(7), 4), SOON).state()).isEqualTo(Relay.State.RELAYING);
    }

    @Test
    void a_log_that_took_another_way_halts_it() {
        RelayProtocol looked = fenced().after(new Found(null, new LastRecord(STORE, id(7), 7)), SOON);
        assertHalts(
                looked.after(new Compared(7, id(8), 4), SOON),
                "Kafka's last label is the event " + id(7) + " at the position 7, but the log holds there " + id(8));
        assertHalts(looked.after(new Compared(7, null, 4), SOON), "but the log holds there none");
    }

    @Test
    void a_database_that_was_exchanged_halts_it() {
        assertHalts(
                relayingFrom(7).after(new Elected(OTHER_STORE, SOON), SOON),
                "the log was the store " + STORE + " and is now the store " + OTHER_STORE);
    }

    @Test
    void what_cannot_ever_be_done_halts_it_with_its_reason() {
        assertHalts(relayingFrom(7).after(new Impossible("a reason"), SOON), "a reason");
    }

    @Test
    void one_that_is_not_elected_stands_by_and_asks_again() {
        RelayProtocol protocol = relayingFrom(7).after(new NotElected(), SOON);
        assertThat(protocol.state()).isEqualTo(Relay.State.STANDBY);
        assertThat(protocol.passed()).isNull();
        assertThat(protocol.step())
                .isInstanceOfSatisfying(
                        Rest.class, rest -> assertThat(rest.wakes()).isFalse());
        assertThat(protocol.after(new Rested(), SOON).step()).isEqualTo(new Elect());
    }

    @Test
    void after_a_failure_it_is_elected_and_fences_anew_and_asks_kafka_how_far_it_came() {
        RelayProtocol protocol = relayingFrom(7).after(new Failed("cut off"), SOON);
        assertThat(protocol.state()).isEqualTo(Relay.State.RETRYING);
        assertThat(protocol.step())
                .isInstanceOfSatisfying(
                        Rest.class, rest -> assertThat(rest.wakes()).isFalse());
        protocol = protocol.after(new Rested(), SOON);
        assertThat(protocol.step()).isEqualTo(new Elect());
        protocol = protocol.after(new Elected(STORE, SOON), SOON);
        assertThat(protocol.step()).isEqualTo(new Fence(STORE));
        protocol = protocol.after(new Fenced(), SOON);
        assertThat(protocol.step()).isEqualTo(new Look());
        assertThat(protocol.passed()).isNull();
    }

    @Test
    void an_old_lease_is_renewed_before_the_next_step_which_then_follows() {
        RelayProtocol fencing = after(LEASE_IS_OLD, new Elected(STORE, ELECTED), new Fenced());
        assertThat(fencing.step()).isEqualTo(new Elect());
        assertThat(fencing.after(new Elected(STORE, LEASE_IS_OLD), LEASE_IS_OLD).step())
                .isEqualTo(new Look());

        RelayProtocol publishing = relayingFrom(7).after(new Entries(8, List.of(inside(8))), SOON);
        RelayProtocol committed = publishing.after(new Committed(), LEASE_IS_OLD);
        assertThat(committed.step()).isEqualTo(new Elect());
        assertThat(committed.passed()).isEqualTo(new RelayPosition(STORE, 8, 7, 4));
        committed = committed.after(new Elected(STORE, LEASE_IS_OLD), LEASE_IS_OLD);
        assertThat(committed.step()).isEqualTo(new Read(8, RelayProtocol.BATCH));
        assertThat(committed.passed()).isEqualTo(new RelayPosition(STORE, 8, 7, 4));
        assertThat(committed.renewed()).isEqualTo(LEASE_IS_OLD);
    }

    @Test
    void it_looks_at_kafka_again_now_and_then_and_goes_on_where_it_was() {
        RelayProtocol resting = relayingFrom(7)
                .after(new Entries(9, List.of(inside(8), inside(9))), SOON)
                .after(new Committed(), SOON)
                .after(new Entries(9, List.of()), SOON);
        long looked = SOON;
        RelayProtocol early = resting.after(new Rested(), looked + 19_999)
                .after(new Elected(STORE, looked + 19_999), looked + 19_999);
        assertThat(early.step()).isEqualTo(new Read(9, RelayProtocol.BATCH));
        long late = looked + 20_000;
        RelayProtocol looking = resting.after(new Rested(), late).after(new Elected(STORE, late), late);
        assertThat(looking.step()).isEqualTo(new Look());
        RelayProtocol same = looking.after(
                        new Found(new RelayPosition(STORE, 9, 7, 4), new LastRecord(STORE, id(7), 7)), late)
                .after(new Compared(9, id(7), 4), late);
        assertThat(same.step()).isEqualTo(new Read(9, RelayProtocol.BATCH));
        assertThat(same.looked()).isEqualTo(late);
        RelayProtocol lost = looking.after(
                        new Found(new RelayPosition(STORE, 5, 5, 3), new LastRecord(STORE, id(5), 5)), late)
                .after(new Compared(9, id(5), 3), late);
        assertThat(lost.step()).as("Kafka has lost records").isEqualTo(new Read(5, RelayProtocol.BATCH));
        assertThat(lost.passed()).isEqualTo(new RelayPosition(STORE, 5, 5, 3));
    }
}
