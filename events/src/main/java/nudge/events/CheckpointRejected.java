package nudge.events;

import java.time.Instant;

/**
 * A checkpoint is not the champion, which stays the one before: a record of {@code nudge.decisions}.
 *
 * @param checkpoint its id
 * @param position the checkpoint's horizon
 * @param rule by which it was rejected
 * @param anchor the id of the checkpoint that it was compared with
 * @param comparison the numbers
 * @param at the checkpoint's own time
 */
public record CheckpointRejected(
        String checkpoint,
        String model,
        long position,
        long step,
        PromotionRule rule,
        String anchor,
        AnchorComparison comparison,
        Instant at)
        implements ChampionDecision {
    public static final String TYPE = "checkpoint.rejected.v1";

    public CheckpointRejected {
        Expected.present(checkpoint, "checkpoint");
        Expected.present(model, "model");
        Expected.atLeast(0, position, "position");
        Expected.atLeast(0, step, "step");
        if (Expected.present(rule, "rule").promotes()) {
            throw new IllegalArgumentException("expected a rule that rejects, got " + rule.wire());
        }
        Expected.present(anchor, "anchor");
        Expected.present(comparison, "comparison");
        Expected.present(at, "at");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public CheckpointRejected publishedAt(Instant time) {
        return new CheckpointRejected(checkpoint, model, position, step, rule, anchor, comparison, time);
    }
}
