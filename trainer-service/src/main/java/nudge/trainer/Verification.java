package nudge.trainer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.events.KafkaSettings;
import nudge.learning.Learner;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.LabelLog;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint, re-derived from the log of labels.
 *
 * @param checkpoint as it was published
 * @param from the id of the checkpoint that the derivation began with, or null when it began with the seed
 * @param checkpoints how many were derived on the way, this one included
 * @param steps that were taken
 * @param actual SHA-256 of the derived weight file, in hexadecimal
 */
public record Verification(
        CheckpointPublished checkpoint, @Nullable String from, int checkpoints, long steps, String actual) {
    /** Where a derivation begins. */
    public enum From {
        /** With the nearest earlier checkpoint whose weights are still kept. */
        NEAREST,
        /** With the weights that the seed gives. */
        ROOT
    }

    /** Whether the derived weights are the published ones, to the bit. */
    public boolean holds() {
        return actual.equals(checkpoint.sha256());
    }

    /**
     * Re-derives a checkpoint of {@code configuration.model()}; its event says how it was trained.
     *
     * @param checkpoint its id
     * @throws IllegalArgumentException when there is no such checkpoint
     * @throws IllegalStateException when Kafka does not hold what the derivation needs
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static Verification of(TrainerConfiguration configuration, String checkpoint, From from) {
        KafkaSettings kafka = configuration.kafka();
        try (CheckpointLog checkpoints = new CheckpointLog(kafka, configuration.model());
                LabelLog log = new LabelLog(kafka)) {
            Map<String, CheckpointPublished> all = checkpoints.all();
            CheckpointPublished target = all.get(checkpoint);
            if (target == null) {
                throw new IllegalArgumentException("expected a checkpoint of model " + configuration.model() + ", got "
                        + checkpoint + ": it is none of the " + all.size() + " that there are");
            }
            Set<String> kept = new HashSet<>();
            if (from == From.NEAREST) {
                checkpoints.weights(null).kept().forEach(each -> kept.add(each.checkpoint()));
            }
            Deque<CheckpointPublished> path = new ArrayDeque<>();
            CheckpointPublished base = target;
            do {
                path.push(base);
                base = parent(base, all);
            } while (base != null && !kept.contains(base.id()));
            byte[] weights = base == null ? null : checkpoints.weights(base).file();
            try (Learner learner = learner(target, base, weights, configuration.resources(), log)) {
                return derive(path, base, learner, log);
            }
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }

    private static @Nullable CheckpointPublished parent(
            CheckpointPublished checkpoint, Map<String, CheckpointPublished> all) {
        if (checkpoint.parent() == null) {
            return null;
        }
        CheckpointPublished parent = all.get(checkpoint.parent());
        if (parent == null) {
            throw new IllegalStateException("expected checkpoint " + checkpoint.parent() + ", the parent of "
                    + checkpoint.id() + ", in nudge.checkpoints, got none: the topic is not whole");
        }
        return parent;
    }

    private static Learner learner(
            CheckpointPublished target,
            @Nullable CheckpointPublished base,
            byte @Nullable [] weights,
            Resources resources,
            LabelLog log) {
        if (base == null || weights == null) {
            return Learner.begin(target.training(), resources);
        }
        Learner learner = Learner.resume(target.training(), resources, weights, base.step(), base.sampler());
        log.readUntil(base.offset(), record -> LabelFolding.fold(record, learner));
        return learner;
    }

    private static Verification derive(
            Deque<CheckpointPublished> path, @Nullable CheckpointPublished base, Learner learner, LabelLog log) {
        long begin = learner.steps();
        CheckpointPublished last = path.getLast();
        for (CheckpointPublished each : path) {
            for (Round round : each.rounds()) {
                log.readUntil(round.offset(), record -> LabelFolding.fold(record, learner));
                for (int step = 0; step < round.steps(); step++) {
                    learner.step();
                }
            }
            log.readUntil(each.offset(), record -> LabelFolding.fold(record, learner));
        }
        byte[] derived = NewCheckpoint.weights(last.model(), log.position(), learner);
        return new Verification(
                last,
                base == null ? null : base.id(),
                path.size(),
                learner.steps() - begin,
                WeightFile.sha256(derived));
    }
}
