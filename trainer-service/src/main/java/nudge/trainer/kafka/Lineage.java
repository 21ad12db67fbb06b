package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;
import nudge.events.CheckpointPublished;
import nudge.trainer.kafka.Retention.Kept;
import org.jspecify.annotations.Nullable;

/** What is published of a model: its latest checkpoint, and the checkpoints whose weights are kept. Owned by one thread. */
public final class Lineage {
    private @Nullable CheckpointPublished latest;
    private List<Kept> kept;

    /**
     * What a trainer finds when it begins.
     *
     * @param latest null when the model has no checkpoint
     * @param kept whose weights are in Kafka, oldest first
     */
    public Lineage(@Nullable CheckpointPublished latest, List<Kept> kept) {
        this.latest = latest;
        this.kept = List.copyOf(kept);
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
        return Retention.thin(keptWith(next), next.at().toEpochMilli());
    }

    /** A checkpoint was committed, with what was forgotten by it. */
    public void published(Publication publication) {
        List<Kept> all = keptWith(publication.checkpoint());
        all.removeAll(publication.forgotten());
        kept = all;
        latest = publication.checkpoint();
    }

    private List<Kept> keptWith(CheckpointPublished next) {
        List<Kept> all = new ArrayList<>(kept);
        all.add(new Kept(next.id(), next.chunks(), next.at().toEpochMilli()));
        return all;
    }
}
