package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import nudge.events.CheckpointPublished;
import nudge.trainer.kafka.Retention.Kept;
import org.jspecify.annotations.Nullable;

/** What is published of a model: its latest checkpoint, and the checkpoints whose weights are kept. Owned by one thread. */
public final class Lineage {
    private @Nullable CheckpointPublished latest;
    /** On a time that never goes back: a clock that was ahead and is corrected would let all weights be kept meanwhile. */
    private List<Kept> kept;
    /** When the newest of them was published, by the trainer's clock, in milliseconds since 1970. */
    private long newestAt;

    /**
     * What a trainer finds when it begins.
     *
     * @param latest null when the model has no checkpoint
     * @param kept whose weights are in Kafka, oldest first
     */
    public Lineage(@Nullable CheckpointPublished latest, List<Kept> kept) {
        this.latest = latest;
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

    /** The offset in {@code nudge.labels} up to which the latest checkpoint has learned; 0 before the first. */
    public long horizon() {
        return latest == null ? 0 : latest.offset();
    }

    /** The checkpoints whose weights are to be forgotten when this one is published. */
    public List<Kept> forgottenWith(CheckpointPublished next) {
        List<Kept> all = keptWith(next);
        return Retention.thin(all, all.get(all.size() - 1).at());
    }

    /** A checkpoint was committed, with what was forgotten by it. */
    public void published(Publication publication) {
        List<Kept> all = keptWith(publication.checkpoint());
        all.removeAll(publication.forgotten());
        kept = all;
        latest = publication.checkpoint();
        newestAt = latest.at().toEpochMilli();
    }

    private List<Kept> keptWith(CheckpointPublished next) {
        List<Kept> all = new ArrayList<>(kept);
        all.add(after(all, new Kept(next.id(), next.chunks(), next.at().toEpochMilli()), newestAt));
        return all;
    }
}
