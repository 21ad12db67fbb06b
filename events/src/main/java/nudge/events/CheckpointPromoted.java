package nudge.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint is the champion from now on: a record of {@code nudge.decisions}. It names all that is needed to fetch the
 * weights.
 *
 * @param checkpoint its id
 * @param position the checkpoint's horizon
 * @param sha256 of the weight file, in hexadecimal
 * @param bytes length of the weight file
 * @param chunks number of records in {@code nudge.weights} that hold it
 * @param rule by which it was promoted
 * @param anchor the id of the checkpoint that it was compared with; null for the first
 * @param comparison the numbers; null for the first
 * @param at the checkpoint's own time
 */
public record CheckpointPromoted(
        String checkpoint,
        String model,
        long position,
        long step,
        String sha256,
        int bytes,
        int chunks,
        PromotionRule rule,
        @Nullable String anchor,
        @Nullable AnchorComparison comparison,
        Instant at)
        implements ChampionDecision {
    public static final String TYPE = "checkpoint.promoted.v1";

    public CheckpointPromoted {
        Expected.present(checkpoint, "checkpoint");
        Expected.present(model, "model");
        Expected.atLeast(0, position, "position");
        Expected.atLeast(0, step, "step");
        Expected.present(sha256, "sha256");
        Expected.atLeast(1, bytes, "bytes");
        Expected.atLeast(1, chunks, "chunks");
        if (!Expected.present(rule, "rule").promotes()) {
            throw new IllegalArgumentException("expected a rule that promotes, got " + rule.wire());
        }
        if (rule == PromotionRule.FIRST ? anchor != null || comparison != null : anchor == null || comparison == null) {
            throw new IllegalArgumentException(
                    "expected an anchor and a comparison, for the first checkpoint neither, got the rule " + rule.wire()
                            + " and the anchor " + anchor);
        }
        Expected.present(at, "at");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public CheckpointPromoted publishedAt(Instant time) {
        return new CheckpointPromoted(
                checkpoint, model, position, step, sha256, bytes, chunks, rule, anchor, comparison, time);
    }
}
