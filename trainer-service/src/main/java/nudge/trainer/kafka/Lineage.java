package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPublished;
import nudge.trainer.kafka.Retention.Kept;
import org.jspecify.annotations.Nullable;

/**
 * What is published of a model: its latest checkpoint, its champion, and the checkpoints whose weights are kept. Owned by one thread.
 */
public final class Lineage {
    private @Nullable CheckpointPublished latest;

    private @Nullable ChampionChanged champion;
    /** On a time that never goes back: a clock that was ahead and is corrected would let all weights be kept meanwhile. */
    private List<Kept> kept;
    /** When the newest of them was published, by the trainer's clock, in milliseconds since 1970. */
    private long newestAt;

    /**
     * What a trainer finds when it begins.
     *
     * @param latest null when the model has no checkpoint
     * @param champion null when none has been measured
     * @param kept whose weights are in Kafka, oldest first
     */
    public Lineage(@Nullable CheckpointPublished latest, @Nullable ChampionChanged champion, List<Kept> kept) {
        this.latest = latest;
        this.champion = champion;
        this.kept = new ArrayList<>();
        for (Kept each : kept) {
            this.kept.add(after(this.kept, each, newestAt));
            newestAt = each.at();
        }
    }

    /** The next one: as much later than the newest as the clock has gone on since then, if it has. */
    private static Kept after(List<Kept> all, Kept next, long newestAt) {
        if (all.isEmpty()) {
            return next;
        }
        long passed = Math.max(1, next.at() - newestAt);
        return new Kept(
                next.checkpoint(), next.chunks(), all.get(all.size() - 1).at() + passed);
    }

    /** The parent of the next checkpoint; null before the first. */
    public @Nullable CheckpointPublished latest() {
        return latest;
    }

    /** The champion and its anchor; null before the first. */
    public @Nullable ChampionChanged champion() {
        return champion;
    }

    /** The offset in {@code nudge.labels} up to which the latest checkpoint has learned; 0 before the first. */
    public long horizon() {
        return latest == null ? 0 : latest.offset();
    }

    /**
     * The checkpoints whose weights are to be forgotten when this one is published: what {@link Retention} says, but never champion
     * and anchor. Nor is the champion that this one may replace forgotten with it: somebody may be reading it.
     */
    public List<Kept> forgottenWith(CheckpointPublished next) {
        List<Kept> all = keptWith(next);
        List<Kept> forgotten = Retention.thin(all, all.get(all.size() - 1).at());
        forgotten.removeIf(each -> isNeeded(each.checkpoint()));
        return forgotten;
    }

    private boolean isNeeded(String checkpoint) {
        return champion != null
                && (checkpoint.equals(champion.checkpoint())
                        || checkpoint.equals(champion.anchor().checkpoint()));
    }

    /** A checkpoint was committed, with what was forgotten by it. */
    public void published(Publication publication) {
        List<Kept> all = keptWith(publication.checkpoint());
        all.removeAll(publication.forgotten());
        kept = all;
        latest = publication.checkpoint();
        newestAt = latest.at().toEpochMilli();
        Judgement judgement = publication.judgement();
        if (judgement != null && judgement.champion() != null) {
            champion = judgement.champion();
        }
    }

    private List<Kept> keptWith(CheckpointPublished next) {
        List<Kept> all = new ArrayList<>(kept);
        all.add(after(all, new Kept(next.id(), next.chunks(), next.at().toEpochMilli()), newestAt));
        return all;
    }
}
