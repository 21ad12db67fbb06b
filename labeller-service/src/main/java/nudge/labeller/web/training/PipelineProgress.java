package nudge.labeller.web.training;

import nudge.labeller.image.ImageQueries;

/**
 * Counts of the pool and positions in the log.
 *
 * @param images training images; {@code labelled}, {@code skipped} and {@code rejected} are some of them
 * @param importing images that this installation is adding, and that are not in the pool yet
 * @param position the last event of the log
 * @param relayed the last event that is committed in Kafka
 * @param trained the last label that the latest checkpoint has learned
 */
record PipelineProgress(
        long images,
        long labelled,
        long skipped,
        long rejected,
        long heldOut,
        long importing,
        long position,
        long relayed,
        long trained,
        Services services) {
    /** Each {@code up} or {@code down}. */
    record Services(String database, String kafka, String trainer) {}

    static PipelineProgress of(
            ImageQueries.Progress pool, long importing, long relayed, long trained, Services services) {
        return new PipelineProgress(
                pool.images(),
                pool.labelled(),
                pool.skipped(),
                pool.rejected(),
                pool.heldOut(),
                importing,
                pool.position(),
                relayed,
                trained,
                services);
    }

    /** The same counts of the pool, beside newer figures of the other parts. */
    PipelineProgress with(long newImporting, long newRelayed, long newTrained, Services newServices) {
        return new PipelineProgress(
                images,
                labelled,
                skipped,
                rejected,
                heldOut,
                newImporting,
                position,
                newRelayed,
                newTrained,
                newServices);
    }
}
