package nudge.trainer;

import java.time.Duration;

/**
 * Decides what belongs to a round: how many records are folded, how many steps follow, and when a checkpoint is due. The one
 * place where time may play a part, because whatever is decided here is written down in the checkpoint's rounds.
 *
 * <p>The trainer asks, over and over: {@link #folds} until it says no, {@link #steps} until it says no, {@link #publishes}.
 */
interface RoundSchedule {
    /** Whether to look for another record before the round's steps. */
    boolean folds(Progress progress);

    /** How long to wait for a record, if none is there. */
    Duration patience(Progress progress);

    /** Whether to take another step in this round; some example has a label. */
    boolean steps(Progress progress);

    /** Whether a checkpoint is due. */
    boolean publishes(Progress progress);

    /** Whether the checkpoint that is due is to be measured on the held-out images. */
    boolean measures(Progress progress);

    /** Tells how long measuring took. */
    void measured(Duration took);

    /** Tells how long a checkpoint took, from its weights to the end of its transaction. */
    void published(Duration took);

    /** Whether nothing is left to learn. */
    boolean parks(Progress progress);
}
