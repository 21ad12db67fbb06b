package nudge.trainer;

import java.util.HashSet;
import java.util.Set;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.events.KafkaSettings;
import nudge.learning.Learner;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.CheckpointLog.Path;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.Horizon;
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
            Set<String> kept = new HashSet<>();
            if (from == From.NEAREST) {
                checkpoints.weights(null).kept().forEach(each -> kept.add(each.checkpoint()));
            }
            Path path = checkpoints.path(checkpoint, kept);
            CheckpointPublished base = path.base();
            byte[] weights = base == null ? null : checkpoints.weights(base).file();
            try (Learner learner = learner(path, weights, configuration.resources(), log)) {
                return derive(checkpoints, path, learner, log);
            }
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }

    private static Learner learner(Path path, byte @Nullable [] weights, Resources resources, LabelLog log) {
        CheckpointPublished base = path.base();
        if (base == null || weights == null) {
            return Learner.begin(path.target().training(), resources);
        }
        Learner learner = Learner.resume(path.target().training(), resources, weights, base.step(), base.sampler());
        log.readUntil(horizon(base), record -> LabelFolding.fold(record, learner));
        return learner;
    }

    private static Verification derive(CheckpointLog checkpoints, Path path, Learner learner, LabelLog log) {
        long begin = learner.steps();
        int[] derived = {0};
        checkpoints.along(path, each -> {
            derive(each, learner, log);
            derived[0]++;
        });
        byte[] weights = NewCheckpoint.weights(path.target().model(), log.position(), learner);
        return new Verification(
                path.target(),
                path.base() == null ? null : path.base().id(),
                derived[0],
                learner.steps() - begin,
                WeightFile.sha256(weights));
    }

    private static void derive(CheckpointPublished checkpoint, Learner learner, LabelLog log) {
        for (Round round : checkpoint.rounds()) {
            if (round.position() == null) {
                log.readUntil(round.offset(), record -> LabelFolding.fold(record, learner));
                checkNotMoved(checkpoint, log);
            } else {
                Horizon horizon = new Horizon(round.position(), round.offset());
                log.readUntil(horizon, record -> LabelFolding.fold(record, learner));
            }
            for (int step = 0; step < round.steps(); step++) {
                learner.step();
            }
        }
        log.readUntil(horizon(checkpoint), record -> LabelFolding.fold(record, learner));
    }

    /** Where a round names no position, its offset must still be the one that it was. */
    private static void checkNotMoved(CheckpointPublished checkpoint, LabelLog log) {
        boolean atEnd = log.offset() >= checkpoint.offset();
        if (log.position() > checkpoint.position() || (atEnd && log.position() < checkpoint.position())) {
            throw new IllegalStateException("expected position " + checkpoint.position()
                    + ", the horizon of checkpoint "
                    + checkpoint.id() + ", before offset " + checkpoint.offset() + " of nudge.labels, got position "
                    + log.position()
                    + ": Kafka has lost the end of the topic since, and this checkpoint is from a version"
                    + " that did not write down the positions of its rounds; verify one that was published later");
        }
    }

    private static Horizon horizon(CheckpointPublished checkpoint) {
        return new Horizon(checkpoint.position(), checkpoint.offset());
    }
}
