package nudge.trainer.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPromoted;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.events.PromotionRule;
import nudge.network.WeightFile;
import org.jspecify.annotations.Nullable;

/** Made-up publications, whose weights are no network's. */
final class Published {
    static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    private Published() {}

    /** @param number gives the checkpoint's id, its weights, and its time: one second for each */
    static Publication publication(int number, @Nullable String parent, DeadLetter... deadLetters) {
        byte[] weights = new byte[3000];
        new Random(number).nextBytes(weights);
        CheckpointPublished checkpoint = new CheckpointPublished(
                id(number),
                "digits",
                parent,
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                number,
                10,
                2,
                2L * number,
                number,
                List.of(),
                new Training(List.of(784, 10), "SIGMOID", "SQUARED_ERROR", "HE", 1f, 0f, 10, 1),
                new Sampler(0, 0, 0, 0),
                AT.plusSeconds(number));
        return new Publication(checkpoint, weights, null, null, List.of(deadLetters), List.of());
    }

    /** The judgement by which it is the champion. @param anchor the number of the anchor from now on */
    static Judgement promoted(Publication publication, int anchor) {
        CheckpointPublished checkpoint = publication.checkpoint();
        CheckpointPromoted decision = new CheckpointPromoted(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                checkpoint.sha256(),
                checkpoint.bytes(),
                checkpoint.chunks(),
                PromotionRule.FIRST,
                null,
                null,
                checkpoint.at());
        return new Judgement(
                decision,
                new ChampionChanged(
                        checkpoint.model(),
                        decision,
                        new ChampionChanged.Anchor(id(anchor), checkpoint.sha256(), 1, 1),
                        checkpoint.at()));
    }

    static String id(int number) {
        return "checkpoint-" + number;
    }
}
