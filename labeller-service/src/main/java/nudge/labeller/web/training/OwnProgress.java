package nudge.labeller.web.training;

import nudge.labeller.image.ImageQueries;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.web.training.PipelineProgress.Relaying;
import nudge.labeller.web.training.PipelineProgress.Services;
import org.jspecify.annotations.Nullable;

/**
 * The progress as the blind see it: the fields of {@link PipelineProgress}, with their own counts. Positions are null, and so is how the
 * relay and the trainer do: both follow what is settled.
 *
 * @param images of the pool, whatever they are for and whatever became of them
 * @param labelled by the actor; {@code skipped} as well
 */
record OwnProgress(
        long images,
        long labelled,
        long skipped,
        long rejected,
        long heldOut,
        long putAside,
        long leftOut,
        long importing,
        @Nullable Long position,
        @Nullable Long relayed,
        @Nullable Long trained,
        Services services,
        @Nullable Relaying relay) {
    static OwnProgress of(ImageQueries.Progress pool, OwnLabels.Counts own, long importing, boolean kafka) {
        return new OwnProgress(
                pool.images() + pool.heldOut() + pool.putAside() + pool.leftOut(),
                own.labelled(),
                own.skipped(),
                0,
                0,
                0,
                0,
                importing,
                null,
                null,
                null,
                new Services("up", kafka ? "up" : "down", null, null),
                null);
    }
}
