package nudge.labeller.web.training;

import nudge.labeller.image.ImageQueries;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the pool and positions in the log.
 *
 * @param images training images; {@code labelled}, {@code skipped} and {@code rejected} are some of them
 * @param putAside near-duplicates of images on the other side of the split that wait for a person to decide
 * @param leftOut those that a person left out; neither these nor the former are counted elsewhere
 * @param importing images that this installation is adding, and that are not in the pool yet
 * @param position the last event of the log
 * @param relayed the last event that is committed in Kafka
 * @param trained the last label that the latest checkpoint has learned
 * @param relay what the relay of this labeller does
 */
record PipelineProgress(
        long images,
        long labelled,
        long skipped,
        long rejected,
        long heldOut,
        long putAside,
        long leftOut,
        long importing,
        long position,
        long relayed,
        long trained,
        Services services,
        Relaying relay) {
    /** Each {@code up} or {@code down}; null where it is not told. */
    record Services(
            String database,
            String kafka,
            @Nullable String relay,
            @Nullable String trainer) {}

    /**
     * From the log to Kafka.
     *
     * @param state the name of a {@link nudge.labeller.relay.Relay.State} in small letters
     * @param reason why nothing reaches Kafka and what to do, for people; empty while all is well
     */
    record Relaying(String state, String reason) {}

    static PipelineProgress of(
            ImageQueries.Progress pool, long importing, long relayed, long trained, Services services, Relaying relay) {
        return new PipelineProgress(
                pool.images(),
                pool.labelled(),
                pool.skipped(),
                pool.rejected(),
                pool.heldOut(),
                pool.putAside(),
                pool.leftOut(),
                importing,
                pool.position(),
                relayed,
                trained,
                services,
                relay);
    }

    /** The same counts of the pool, beside newer figures of the other parts. */
    PipelineProgress with(
            long newImporting, long newRelayed, long newTrained, Services newServices, Relaying newRelay) {
        return new PipelineProgress(
                images,
                labelled,
                skipped,
                rejected,
                heldOut,
                putAside,
                leftOut,
                newImporting,
                position,
                newRelayed,
                newTrained,
                newServices,
                newRelay);
    }
}
