package nudge.labeller.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import nudge.events.LabelRecord;
import nudge.events.RelayPosition;
import nudge.labeller.image.ImageEvent.LabelSettled;
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
import nudge.labeller.relay.RelayStep.Outgoing;
import nudge.labeller.relay.RelayStep.Publish;
import nudge.labeller.relay.RelayStep.Read;
import nudge.labeller.relay.RelayStep.Rest;
import org.jspecify.annotations.Nullable;

/**
 * How the relay publishes exactly once: a state, the step to carry out in it, and the state that follows from the step's
 * outcome. Pure: the real relay and the simulation drive the same one. Long because all transitions stand together.
 *
 * <p>Of several relays one is elected by a lease (liveness). It fences every predecessor (safety), and only then looks up how
 * far they came. It continues behind the last position and record of Kafka, which must be events of this log. Kafka is asked again
 * after every failure, because only Kafka knows whether a transaction was committed whose outcome is unknown.
 *
 * <pre>
 * step       outcome       next step
 * Elect      Elected       Fence, or the step that the renewal of the lease had delayed
 *            NotElected    Rest, then Elect
 * Fence      Fenced        Look
 * Look       Found         Compare; Halt when the records are another log's
 * Compare    Compared      Read, or Count when the records are not counted up to Kafka's last one; Halt when Kafka is ahead,
 *                          or the log holds another event at Kafka's last record
 * Count      Counted       Count, until all are counted, then Read
 * Read       Entries       Publish; Rest at the end of the log; Halt on a gap, or a log that ends before its position
 * Publish    Committed     Read
 * Rest       Rested        Read; Look when the last look is 20 s old; Elect when not fenced
 * any        Failed        Rest, then Elect
 * any        Impossible    Halt
 * </pre>
 *
 * <p>Look, Compare, Count and Read are preceded by Elect when the lease was asked for a second ago or more. No step costs more
 * as the log grows: Kafka's last position, written in the same transaction as its last record, says how many records there
 * are. When a broker has lost the one and not the other, only the events between the two are counted, in parts.
 *
 * <p>A read or a publication that fails is repeated with fewer events: a database or a Kafka that is slow for a while does not
 * cost the relay its lease for ever.
 *
 * @param state for people
 * @param step what to do now
 * @param store the log's identity, null before the first election
 * @param fenced whether predecessors are fenced, and no failure has come since
 * @param renewed when the lease was last asked for, in the relay's own milliseconds
 * @param looked when Kafka was last looked at, in the same
 * @param found what Kafka held then
 * @param passed how far this relay has published, null before it is known
 * @param resume the step that the renewal of the lease delays, or null
 * @param limit the most events of the next read
 */
public record RelayProtocol(
        Relay.State state,
        RelayStep step,
        @Nullable UUID store,
        boolean fenced,
        long renewed,
        long looked,
        @Nullable Found found,
        @Nullable RelayPosition passed,
        @Nullable RelayStep resume,
        int limit) {
    /** How long a lease holds. A relay that cannot renew it is replaced. */
    public static final Duration LEASE = Duration.ofSeconds(3);

    /** The most events of one transaction. A commit is expensive, however few it holds. */
    public static final int BATCH = 8192;

    /** The most events that are counted at once. */
    static final int COUNTED_AT_ONCE = 65_536;

    private static final long RENEW_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 20_000;
    private static final Rest STANDBY = new Rest(Duration.ofMillis(300), false);
    private static final Rest RETRY = new Rest(Duration.ofMillis(300), false);
    /** Woken by appends of its own process; those of other labellers are found by looking. */
    private static final Rest IDLE = new Rest(Duration.ofMillis(50), true);

    public static RelayProtocol start() {
        return new RelayProtocol(Relay.State.STARTING, new Elect(), null, false, 0, 0, null, null, null, BATCH);
    }

    /**
     * The state after a step.
     *
     * @param now the relay's own milliseconds
     */
    public RelayProtocol after(RelayOutcome outcome, long now) {
        if (outcome instanceof Failed) {
            return failed();
        }
        if (outcome instanceof Impossible impossible) {
            return halted(impossible.reason());
        }
        if (outcome instanceof NotElected) {
            return standby();
        }
        if (outcome instanceof Elected elected) {
            return elected(elected);
        }
        if (outcome instanceof Rested) {
            return rested(now);
        }
        if (outcome instanceof Fenced) {
            return new RelayProtocol(state, step, store, true, renewed, looked, null, null, null, limit)
                    .next(new Look(), now);
        }
        if (outcome instanceof Found what) {
            return look(what, now);
        }
        if (outcome instanceof Compared compared) {
            return compare(compared, now);
        }
        if (outcome instanceof Counted counted && step instanceof Count count) {
            return count(count.to(), counted.records(), now);
        }
        if (outcome instanceof Entries entries) {
            return entries(entries);
        }
        if (outcome instanceof Committed && step instanceof Publish publish) {
            return withLimit(Math.min(BATCH, 2 * limit)).readBehind(publish.to(), now);
        }
        throw new IllegalStateException("expected no " + outcome + " of the step " + step);
    }

    private RelayProtocol failed() {
        boolean tooMuch = step instanceof Read || step instanceof Publish;
        int fewer = tooMuch ? Math.max(1, limit / 8) : limit;
        return new RelayProtocol(Relay.State.RETRYING, RETRY, store, false, renewed, looked, null, passed, null, fewer);
    }

    private RelayProtocol standby() {
        return new RelayProtocol(Relay.State.STANDBY, STANDBY, store, false, renewed, looked, null, null, null, limit);
    }

    /** Looks at Kafka again now and then: a broker that lost its power may have lost what it had acknowledged. */
    private RelayProtocol rested(long now) {
        if (!fenced) {
            return with(new Elect());
        }
        return next(now - looked < LOOK_MILLIS ? read(position()) : new Look(), now);
    }

    private RelayProtocol elected(Elected elected) {
        if (store != null && !store.equals(elected.store())) {
            return halted(HaltReason.otherLog(store, elected.store()));
        }
        RelayStep then = fenced && resume != null ? resume : new Fence(elected.store());
        return new RelayProtocol(
                state, then, elected.store(), fenced, elected.asked(), looked, found, passed, null, limit);
    }

    /** The step, or first the election when the lease has to be renewed. */
    private RelayProtocol next(RelayStep then, long now) {
        return now - renewed < RENEW_MILLIS
                ? with(then)
                : new RelayProtocol(state, new Elect(), store, fenced, renewed, looked, found, passed, then, limit);
    }

    private RelayProtocol look(Found what, long now) {
        RelayPosition mark = what.mark();
        LastRecord last = what.last();
        if (mark != null && !mark.store().equals(store)) {
            return foreign(mark.store());
        }
        if (last != null && !last.store().equals(store)) {
            return foreign(last.store());
        }
        return new RelayProtocol(state, step, store, fenced, renewed, now, what, passed, null, limit)
                .next(
                        new Compare(
                                last == null ? 0 : last.position(),
                                mark == null || what.markEvent() == null ? 0 : mark.position()),
                        now);
    }

    private RelayProtocol foreign(UUID other) {
        return halted(HaltReason.kafkaOfAnotherLog(other, Objects.requireNonNull(store)));
    }

    /**
     * Begins behind the mark, when the log holds the same event there: between the last record and it is nothing to publish.
     * Otherwise behind the last record: a log that was restored may have taken another way in between.
     */
    private RelayProtocol compare(Compared log, long now) {
        if (found == null || store == null) {
            throw new IllegalStateException("expected to have looked before comparing");
        }
        LastRecord last = found.last();
        long ahead = Math.max(
                last == null ? 0 : last.position(),
                found.mark() == null ? 0 : found.mark().position());
        if (ahead > log.head()) {
            return halted(HaltReason.kafkaIsAhead(ahead, log.head()));
        }
        if (last != null && !last.event().equals(log.eventAtLast())) {
            return halted(HaltReason.logTookAnotherWay(last, log.eventAtLast()));
        }
        long from = last == null ? 0 : last.position();
        if (passed != null && passed.published() == from) {
            return readBehind(passed, now);
        }
        RelayPosition mark = found.mark();
        if (mark != null
                && mark.published() == from
                && found.markEvent() != null
                && found.markEvent().equals(log.eventAtMark())) {
            return readBehind(mark, now);
        }
        return mark == null || from < mark.published() / 2
                ? count(0, 0, now)
                : count(mark.published(), mark.records(), now);
    }

    /** Counts on, from the records up to a position to those up to Kafka's last record, and then reads behind that. */
    private RelayProtocol count(long at, long records, long now) {
        if (found == null || store == null) {
            throw new IllegalStateException("expected to have looked before counting");
        }
        long last = found.last() == null ? 0 : found.last().position();
        if (at == last) {
            return readBehind(new RelayPosition(store, last, last, records), now);
        }
        long to = at < last ? Math.min(last, at + COUNTED_AT_ONCE) : Math.max(last, at - COUNTED_AT_ONCE);
        return next(new Count(at, to, records), now);
    }

    private RelayProtocol entries(Entries read) {
        RelayPosition from = position();
        if (read.head() < from.position()) {
            return halted(HaltReason.databaseWasPutBack(read.head(), from.position()));
        }
        if (read.head() == from.position()) {
            return relaying(from, IDLE);
        }
        long expected = from.position() + 1;
        for (LogEntry entry : read.entries()) {
            if (entry.position() != expected) {
                return halted(HaltReason.gap(expected, "got " + entry.position()));
            }
            expected++;
        }
        long upTo = Math.min(read.head(), from.position() + limit);
        if (expected <= upTo) {
            return halted(HaltReason.gap(expected, "found none, although the log ends at " + read.head()));
        }
        return publish(from, read.entries());
    }

    private RelayProtocol publish(RelayPosition from, List<LogEntry> entries) {
        List<Outgoing> records = new ArrayList<>();
        long published = from.published();
        for (LogEntry entry : entries) {
            if (entry.settled() instanceof LabelSettled && entry.pixels() == null) {
                return halted(HaltReason.pixelsAreMissing(entry.position(), entry.image()));
            }
            LabelRecord label = entry.record(published);
            if (label != null) {
                records.add(new Outgoing(entry.id(), label));
                published = label.position();
            }
        }
        LogEntry end = entries.get(entries.size() - 1);
        return with(new Publish(
                records,
                new RelayPosition(from.store(), end.position(), published, from.records() + records.size()),
                end.id()));
    }

    private RelayPosition position() {
        return Objects.requireNonNull(passed, "a fenced relay has found its position before it reads");
    }

    private Read read(RelayPosition from) {
        return new Read(from.position(), limit);
    }

    private RelayProtocol readBehind(RelayPosition position, long now) {
        return relaying(position, read(position)).next(read(position), now);
    }

    private RelayProtocol with(RelayStep then) {
        return new RelayProtocol(state, then, store, fenced, renewed, looked, found, passed, null, limit);
    }

    private RelayProtocol withLimit(int most) {
        return new RelayProtocol(state, step, store, fenced, renewed, looked, found, passed, resume, most);
    }

    private RelayProtocol relaying(RelayPosition position, RelayStep then) {
        return new RelayProtocol(
                Relay.State.RELAYING, then, store, fenced, renewed, looked, null, position, null, limit);
    }

    private RelayProtocol halted(String reason) {
        return new RelayProtocol(
                Relay.State.HALTED, new Halt(reason), store, false, renewed, looked, null, passed, null, limit);
    }
}
