package nudge.events;

import java.time.Instant;

/**
 * Which checkpoint of a model is the champion: a record of {@code nudge.champion}, which keeps the latest one of each model.
 *
 * @param decision by which it became the champion
 * @param anchor the checkpoint that the next ones are compared with
 * @param at the champion's own time
 */
public record ChampionChanged(String model, CheckpointPromoted decision, Anchor anchor, Instant at) {
    public static final String TYPE = "champion.changed.v1";

    /**
     * The first checkpoint that was measured, and then the last one that was proven better than the anchor before.
     *
     * @param checkpoint its id
     * @param sha256 of its weight file, in hexadecimal
     * @param bytes length of the weight file
     * @param chunks number of records in {@code nudge.weights} that hold it
     */
    public record Anchor(String checkpoint, String sha256, int bytes, int chunks) {
        public Anchor {
            Expected.present(checkpoint, "checkpoint");
            Expected.present(sha256, "sha256");
            Expected.atLeast(1, bytes, "bytes");
            Expected.atLeast(1, chunks, "chunks");
        }
    }

    public ChampionChanged {
        Expected.present(model, "model");
        Expected.present(decision, "decision");
        Expected.present(anchor, "anchor");
        Expected.present(at, "at");
    }

    /** The champion's id. */
    public String checkpoint() {
        return decision.checkpoint();
    }

    /** The same, published at another time. */
    public ChampionChanged publishedAt(Instant time) {
        return new ChampionChanged(model, decision.publishedAt(time), anchor, time);
    }
}
