package nudge.labeller.web.training;

import java.time.Instant;
import nudge.events.AnchorComparison;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPromoted;
import nudge.events.PromotionRule;
import org.jspecify.annotations.Nullable;

/**
 * The champion as the API shows it.
 *
 * @param checkpoint its id
 * @param sha256 of its weights; for the blind null, as what follows {@code rule} is, and numbers are 0
 * @param rule by which it became the champion
 * @param unproven whether nothing is proven of it on held-out images
 * @param comparedWith the anchor that it was compared with; null for the first
 * @param comparison the numbers of that; null for the first
 * @param anchor the checkpoint that the next ones are compared with
 * @param at when it was published; for the blind, when they saw it first
 */
record ChampionView(
        String checkpoint,
        String model,
        long step,
        long position,
        @Nullable String sha256,
        int bytes,
        PromotionRule rule,
        boolean unproven,
        @Nullable String comparedWith,
        @Nullable AnchorComparison comparison,
        ChampionChanged.@Nullable Anchor anchor,
        Instant at) {
    static ChampionView of(ChampionChanged champion) {
        CheckpointPromoted decision = champion.decision();
        return new ChampionView(
                decision.checkpoint(),
                decision.model(),
                decision.step(),
                decision.position(),
                decision.sha256(),
                decision.bytes(),
                decision.rule(),
                !decision.rule().isProof(),
                decision.anchor(),
                decision.comparison(),
                champion.anchor(),
                champion.at());
    }

    /** How many held-out images there are, and how the checkpoint does on each digit, would tell of gold. */
    static ChampionView blind(ChampionChanged champion, Instant seen) {
        CheckpointPromoted decision = champion.decision();
        return new ChampionView(
                decision.checkpoint(),
                decision.model(),
                decision.step(),
                0,
                null,
                0,
                decision.rule(),
                !decision.rule().isProof(),
                null,
                null,
                null,
                seen);
    }
}
