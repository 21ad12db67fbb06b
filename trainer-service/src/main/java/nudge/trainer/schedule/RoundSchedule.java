package nudge.trainer.schedule;

import java.time.Duration;

/**
 * Decides what belongs to a round: how many records are folded, how many steps follow, and when a checkpoint is due. Time may
 * play a part here and nowhere else, because the checkpoint's rounds tell what was decided.
 *
 * <p>The trainer asks, round after round: {@link #folds} until it says no, {@link #steps} until it says no, then
 * {@link #publishes}. Owned by one thread.
 */
public interface RoundSchedule {
    /** Whether to look for another record before the round's steps. */
    boolean folds(Progress progress);

    /** How long to wait for a record when none is there. */
    Duration patience(Progress progress);

    /** Whether to take another step in this round. Asked only when some example has a label. */
    boolean steps(Progress progress);

    /** Whether a checkpoint is due. */
    boolean publishes(Progress progress);

    /** Whether the checkpoint that is due is to be measured on the held-out images. */
    boolean measures(Progress progress);

    /** A measurement has ended. @param took how long it took */
    void measured(Duration took);

    /** A checkpoint was published. @param took from making its weights to the end of its transaction */
    void published(Duration took);

    /** Whether nothing is left to learn: the trainer only waits for the next record. */
    boolean parks(Progress progress);
}
