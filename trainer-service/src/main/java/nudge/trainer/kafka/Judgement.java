package nudge.trainer.kafka;

import java.time.Instant;
import nudge.events.ChampionChanged;
import nudge.events.ChampionDecision;
import org.jspecify.annotations.Nullable;

/**
 * What became of a checkpoint that was measured.
 *
 * @param champion the checkpoint as the champion, when it was promoted; otherwise null
 */
public record Judgement(ChampionDecision decision, @Nullable ChampionChanged champion) {
    /** The same with another time. */
    Judgement at(Instant time) {
        return new Judgement(decision.publishedAt(time), champion == null ? null : champion.publishedAt(time));
    }
}
