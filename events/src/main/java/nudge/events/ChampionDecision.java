package nudge.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a measured checkpoint: a record of {@code nudge.decisions}. A function of the log of labels, of the checkpoint
 * and of the decisions before it.
 */
public sealed interface ChampionDecision permits CheckpointPromoted, CheckpointRejected {
    /** The checkpoint's id. */
    String checkpoint();

    /** Its model. */
    String model();

    /** The checkpoint's horizon. */
    long position();

    /** The checkpoint's step. */
    long step();

    /** By what it was decided. */
    PromotionRule rule();

    /** The id of the checkpoint that this one was compared with; null for the first. */
    @Nullable
    String anchor();

    /** The numbers; null for the first. */
    @Nullable
    AnchorComparison comparison();

    /** The checkpoint's own time. */
    Instant at();

    /** The name of the event's type. */
    String type();

    /** The same, published at another time. */
    ChampionDecision publishedAt(Instant time);
}
