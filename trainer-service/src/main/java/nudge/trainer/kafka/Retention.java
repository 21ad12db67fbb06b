package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import nudge.events.CheckpointPublished;

/**
 * Which weights are kept: those of the newest {@value #NEWEST} checkpoints, and of the older ones the fewer the older they
 * are. An older checkpoint's weights are forgotten when the gap that this leaves between its neighbours is shorter than
 * {@code 1 / DENSITY} of its age. So the number of files grows with the logarithm of the time, by about four for each doubling
 * of the age. The oldest file is never forgotten, nor is the latest, which a trainer resumes from. Nor are those at steps 100,
 * 600 and 6,000, the ages at which people look at a network: a round ends there, and a checkpoint is published. What it was at
 * step 0 follows from the seed. Checkpoints' events are all kept, and every forgotten file can be derived again.
 */
public final class Retention {
    static final int NEWEST = 16;
    private static final int DENSITY = 4;

    private static final Set<Long> KEPT_STEPS = Set.of(100L, 600L, 6_000L);

    private Retention() {}

    /** Whether the weights of this step are never forgotten. */
    public static boolean isKept(long step) {
        return KEPT_STEPS.contains(step);
    }

    /**
     * Weights in {@code nudge.weights}.
     *
     * @param checkpoint its id
     * @param chunks records that hold the weight file
     * @param at when the checkpoint was published, in milliseconds since 1970
     */
    public record Kept(String checkpoint, int chunks, long at) {}

    /**
     * Removes the weights that are to be forgotten, and returns them.
     *
     * @param kept oldest first; is changed
     * @param now in milliseconds since 1970
     */
    static List<Kept> thin(List<Kept> kept, long now) {
        List<Kept> forgotten = new ArrayList<>();
        for (int i = kept.size() - NEWEST - 1; i >= 1; i--) {
            long gap = kept.get(i + 1).at() - kept.get(i - 1).at();
            boolean dense = gap * DENSITY < now - kept.get(i).at();
            if (dense && !isLastAtKeptStep(kept.get(i), kept.get(i + 1))) {
                forgotten.add(kept.remove(i));
            }
        }
        return forgotten;
    }

    /** A checkpoint in which nothing was learned has the step, and the weights, of the one before: the last one is enough. */
    private static boolean isLastAtKeptStep(Kept checkpoint, Kept next) {
        OptionalLong step = CheckpointPublished.stepOf(checkpoint.checkpoint());
        return step.isPresent()
                && isKept(step.getAsLong())
                && !step.equals(CheckpointPublished.stepOf(next.checkpoint()));
    }
}
