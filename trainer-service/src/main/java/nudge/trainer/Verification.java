package nudge.trainer;

import java.util.Set;
import nudge.events.CheckpointPublished;
import nudge.events.KafkaSettings;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.CheckpointLog.Path;
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
            Set<String> kept = from == From.NEAREST ? checkpoints.withKeptWeights() : Set.of();
            Path path = checkpoints.path(checkpoint, kept);
            try (Derivation derivation =
                    Derivation.begin(path, checkpoints, log, configuration.model(), configuration.resources())) {
                int[] derived = {0};
                checkpoints.along(path, each -> {
                    derivation.derive(each);
                    derived[0]++;
                });
                return new Verification(
                        path.target(),
                        path.base() == null ? null : path.base().id(),
                        derived[0],
                        derivation.steps(),
                        derivation.sha256());
            }
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }
}
