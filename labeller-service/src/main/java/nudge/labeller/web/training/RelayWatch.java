package nudge.labeller.web.training;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import nudge.labeller.relay.Relay;
import nudge.labeller.web.training.PipelineProgress.Relaying;
import nudge.settings.Variables;

/**
 * Tells whether labels reach Kafka. A relay that has halted is told at once, and one that tries again when it has for a while:
 * most of what fails has passed by then. What this labeller's relay cannot know of itself, such as that the one that relays
 * instead hangs, shows in that nothing reaches Kafka any more. Thread-safe.
 */
final class RelayWatch {
    private static final long PATIENCE_SECONDS = 10;

    private final LongSupplier nanos;
    private boolean troubled;
    private long since;
    private long relayedBefore = -1;

    /** @param nanos as {@link System#nanoTime} */
    RelayWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * What to say of the relay now.
     *
     * @param head position of the log's last event
     * @param relayed the last event that is committed in Kafka
     * @return with a reason when labels do not reach Kafka
     */
    synchronized Relaying look(Relay.Status relay, long head, long relayed) {
        boolean late = relayed < head && relayed == relayedBefore;
        relayedBefore = relayed;
        boolean trouble = relay.state() == Relay.State.RETRYING || late;
        if (trouble && !troubled) {
            since = nanos.getAsLong();
        }
        troubled = trouble;
        boolean lasts = troubled && nanos.getAsLong() - since >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        return new Relaying(Variables.written(relay.state()), reason(relay, lasts, head, relayed));
    }

    private static String reason(Relay.Status relay, boolean lasts, long head, long relayed) {
        if (relay.state() == Relay.State.HALTED || lasts && !relay.reason().isEmpty()) {
            return relay.reason();
        }
        return lasts
                ? "the log has events up to " + head + ", but those behind " + relayed
                        + " have not reached Kafka, and none has for " + PATIENCE_SECONDS
                        + " s; see docs/operations.md#the-relay-is-behind"
                : "";
    }
}
