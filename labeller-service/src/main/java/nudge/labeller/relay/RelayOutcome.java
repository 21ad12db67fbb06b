package nudge.labeller.relay;

import java.util.List;
import java.util.UUID;
import nudge.events.RelayPosition;
import org.jspecify.annotations.Nullable;

/** What came of a {@link RelayStep}. */
public sealed interface RelayOutcome {
    /**
     * The lease is ours.
     *
     * @param asked when the lease was asked for, in the relay's own milliseconds
     */
    record Elected(UUID store, long asked) implements RelayOutcome {}

    /** Another relay has the lease. */
    record NotElected() implements RelayOutcome {}

    /** No predecessor can publish any more. */
    record Fenced() implements RelayOutcome {}

    /**
     * What Kafka holds of the log.
     *
     * @param mark the last committed position, or null when there is none
     * @param markEvent identity of the event at that position, or null when that is not known
     * @param last the last committed record of the labels, or null when there is none
     */
    record Found(
            @Nullable RelayPosition mark,
            @Nullable UUID markEvent,
            @Nullable LastRecord last) implements RelayOutcome {
        /** What an older version has left. */
        public Found(@Nullable RelayPosition mark, @Nullable LastRecord last) {
            this(mark, null, last);
        }
    }

    /**
     * What the log holds of what Kafka holds.
     *
     * @param head position of the log's last event
     * @param eventAtLast identity of the event at Kafka's last record, or null when there is no such event
     * @param eventAtMark identity of the event at Kafka's last position, or null when there is none or it was not asked for
     */
    record Compared(
            long head, @Nullable UUID eventAtLast, @Nullable UUID eventAtMark) implements RelayOutcome {
        public Compared(long head, @Nullable UUID eventAtLast) {
            this(head, eventAtLast, null);
        }
    }

    /** How many events up to the position that was asked for have crossed Kafka. */
    record Counted(long records) implements RelayOutcome {}

    /**
     * The next events.
     *
     * @param head position of the log's last event, as it was before the entries were read
     */
    record Entries(long head, List<LogEntry> entries) implements RelayOutcome {}

    /** The transaction is committed. */
    record Committed() implements RelayOutcome {}

    /** The rest is over. */
    record Rested() implements RelayOutcome {}

    /** Kafka or the database failed, or did not answer: it is not known whether the step was carried out. */
    record Failed(String reason) implements RelayOutcome {}

    /** The step can never be carried out. */
    record Impossible(String reason) implements RelayOutcome {}

    /**
     * A record of the labels as it stands in Kafka.
     *
     * @param store the log that it comes from
     * @param event identity of its event there
     */
    record LastRecord(UUID store, UUID event, long position) {}
}
