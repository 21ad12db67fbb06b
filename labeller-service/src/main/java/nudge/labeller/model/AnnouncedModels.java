package nudge.labeller.model;

import java.util.Optional;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointWeights;
import nudge.events.CommittedRecords;
import nudge.events.InvalidRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of the latest checkpoint and of the champion. What is announced takes its place once its weights have been read and
 * their digest is checked. Before there is a champion, the latest takes its place. Owned by the follower's thread.
 */
final class AnnouncedModels {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedModels.class);

    private final CurrentModel latest;
    private final CurrentModel champion;
    /** The latest checkpoint, as long as its weights have not been read. */
    private TrainerEvent.@Nullable Checkpoint waiting;
    /** The offset of the latest checkpoint that is known; -1 before the first. */
    private long latestOffset = -1;
    /** The champion, as long as its weights have not been read. */
    private @Nullable ChampionChanged crowned;

    private boolean hasChampion;

    AnnouncedModels(CurrentModel latest, CurrentModel champion) {
        this.latest = latest;
        this.champion = champion;
    }

    /** What Kafka holds when it is looked at anew. */
    void begin(TrainerEvent.@Nullable Checkpoint checkpoint, @Nullable ChampionChanged theChampion) {
        waiting = checkpoint;
        latestOffset = checkpoint == null ? -1 : checkpoint.offset();
        crowned = theChampion;
        hasChampion = theChampion != null;
    }

    void announce(TrainerEvent.Checkpoint checkpoint) {
        if (checkpoint.offset() > latestOffset) {
            waiting = checkpoint;
            latestOffset = checkpoint.offset();
        }
    }

    void announce(ChampionChanged theChampion) {
        hasChampion = true;
        if (!champion.champion().equals(Optional.of(theChampion))) {
            crowned = theChampion;
        }
    }

    /** Reads what has been announced since. */
    void replace(CommittedRecords records) {
        if (waiting != null) {
            CheckpointPublished checkpoint = waiting.published();
            waiting = null;
            replaceLatest(checkpoint, records);
        }
        if (crowned != null) {
            ChampionChanged next = crowned;
            crowned = null;
            replaceChampion(next, records);
        } else if (!hasChampion) {
            champion.follow(latest);
        }
    }

    private void replaceLatest(CheckpointPublished checkpoint, CommittedRecords records) {
        try {
            Optional<byte[]> weights = CheckpointWeights.read(records, checkpoint);
            if (weights.isPresent()) {
                latest.replaceWith(checkpoint, weights.get());
            } else {
                LOG.warn("passed over: the weights of checkpoint {} are forgotten by now", checkpoint.id());
            }
        } catch (InvalidRecordException | IllegalArgumentException unusable) {
            LOG.warn("passed over: {}", unusable.getMessage());
        }
    }

    private void replaceChampion(ChampionChanged next, CommittedRecords records) {
        if (latest.checkpoint().equals(Optional.of(next.checkpoint()))) {
            champion.crown(next, latest);
            return;
        }
        try {
            Optional<byte[]> weights = CheckpointWeights.read(records, next.decision());
            if (weights.isPresent()) {
                champion.crown(next, weights.get());
            } else {
                LOG.warn("passed over: the weights of the champion {} are forgotten by now", next.checkpoint());
            }
        } catch (InvalidRecordException | IllegalArgumentException unusable) {
            LOG.warn("passed over: {}", unusable.getMessage());
        }
    }
}
