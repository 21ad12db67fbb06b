package nudge.learning;

import nudge.events.AnchorComparison;
import nudge.events.ChampionChanged;
import nudge.events.ChampionChanged.Anchor;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPromoted;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointRejected;
import nudge.events.PromotionRule;
import nudge.learning.champion.NoHarm;
import nudge.learning.champion.NoHarm.Verdict;
import nudge.learning.champion.PairedAnswers;
import nudge.network.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint of a model is the champion, and which the anchor: judges the learner's checkpoints, one after the other. What
 * it decides follows from the learner, the checkpoint and the anchor alone. Owned by the learner's thread.
 */
public final class ChampionDecisions {
    private final Learner learner;
    private @Nullable ChampionChanged champion;

    /**
     * Goes on from a champion.
     *
     * @param learner is compared with the anchor; see {@link Learner#compareWith}
     * @param champion null when there is none
     */
    public ChampionDecisions(Learner learner, @Nullable ChampionChanged champion) {
        this.learner = learner;
        this.champion = champion;
    }

    /** The champion of this moment; null before the first. */
    public @Nullable ChampionChanged champion() {
        return champion;
    }

    /**
     * Judges a checkpoint. If it is promoted, it is {@link #champion} from then on.
     *
     * @param checkpoint made of what the learner is now
     * @param evaluation of it, what {@link Learner#measure} has just returned, on at least one image
     */
    public ChampionDecision judge(CheckpointPublished checkpoint, Evaluation evaluation) {
        PairedAnswers answers = champion == null ? null : learner.compare(evaluation);
        if (champion == null || answers == null) {
            return promote(promoted(checkpoint, PromotionRule.FIRST, null, null), evaluation);
        }
        String anchor = champion.anchor().checkpoint();
        Verdict verdict = NoHarm.judge(answers);
        return verdict.rule().promotes()
                ? promote(promoted(checkpoint, verdict.rule(), anchor, verdict.comparison()), evaluation)
                : new CheckpointRejected(
                        checkpoint.id(),
                        checkpoint.model(),
                        checkpoint.position(),
                        checkpoint.step(),
                        verdict.rule(),
                        anchor,
                        verdict.comparison(),
                        checkpoint.at());
    }

    private static CheckpointPromoted promoted(
            CheckpointPublished checkpoint,
            PromotionRule rule,
            @Nullable String anchor,
            @Nullable AnchorComparison comparison) {
        return new CheckpointPromoted(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                checkpoint.sha256(),
                checkpoint.bytes(),
                checkpoint.chunks(),
                rule,
                anchor,
                comparison,
                checkpoint.at());
    }

    private CheckpointPromoted promote(CheckpointPromoted decision, Evaluation evaluation) {
        ChampionChanged before = champion;
        boolean moves = before == null || decision.rule().movesAnchor();
        if (moves) {
            learner.compareWithThis(evaluation);
        }
        Anchor anchor = moves
                ? new Anchor(decision.checkpoint(), decision.sha256(), decision.bytes(), decision.chunks())
                : before.anchor();
        champion = new ChampionChanged(decision.model(), decision, anchor, decision.at());
        return decision;
    }
}
