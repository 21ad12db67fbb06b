package nudge.labeller.relay;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import nudge.events.LabelRecord;
import nudge.events.RelayPosition;

/** What the relay does next. Whoever carries it out answers with a {@link RelayOutcome}. */
public sealed interface RelayStep {
    /** Take the relay's lease, or renew it. */
    record Elect() implements RelayStep {}

    /** Take over the store's transactional id: it aborts a predecessor's open transaction, and a predecessor can begin no other. */
    record Fence(UUID store) implements RelayStep {}

    /** Find what Kafka holds of the log. To be carried out when every predecessor is fenced. */
    record Look() implements RelayStep {}

    /**
     * Find what the log holds at Kafka's last record and position.
     *
     * @param last position of that record, 0 when there is none
     * @param mark that position, 0 when it is not to be compared
     */
    record Compare(long last, long mark) implements RelayStep {}

    /**
     * Find how many events up to a position have crossed Kafka.
     *
     * @param from a position whose count is known
     * @param to the position whose count is asked for, before or behind the other
     * @param records the count at the first
     */
    record Count(long from, long to, long records) implements RelayStep {}

    /** Read the events behind a position, in order. */
    record Read(long after, int limit) implements RelayStep {}

    /**
     * Publish the records and the position in one transaction.
     *
     * @param event identity of the event at that position
     */
    record Publish(List<Outgoing> records, RelayPosition to, UUID event) implements RelayStep {}

    /**
     * Wait.
     *
     * @param wakes whether it ends early when the log grows
     */
    record Rest(Duration most, boolean wakes) implements RelayStep {}

    /** Do nothing more, ever: going on would lose a label or publish one twice. */
    record Halt(String reason) implements RelayStep {}

    /**
     * A record to publish.
     *
     * @param event identity of the event in the log
     */
    record Outgoing(UUID event, LabelRecord label) {}
}
