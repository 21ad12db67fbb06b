package nudge.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import nudge.events.ChampionChanged;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.events.KafkaSettings;
import nudge.learning.Learner;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.Horizon;
import nudge.trainer.kafka.LabelLog;
import nudge.trainer.kafka.Lineage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a trainer begins: at the latest committed checkpoint, with the log folded up to its horizon, or with the seed.
 *
 * @param learner the caller's to close
 */
record ResumePoint(Learner learner, Lineage lineage) {
    private static final Logger LOG = LoggerFactory.getLogger(ResumePoint.class);

    /**
     * Reads how far the predecessors came, all of which must be fenced.
     *
     * @param log at its beginning; afterwards at the horizon
     * @throws HaltedException when what Kafka holds does not fit the configuration or is not whole
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    static ResumePoint find(KafkaSettings kafka, String model, Training training, Resources resources, LabelLog log) {
        try (CheckpointLog checkpoints = new CheckpointLog(kafka, model)) {
            CheckpointPublished latest = checkpoints.latest();
            ChampionChanged champion = latest == null ? null : checkpoints.champion();
            CheckpointLog.Weights weights = checkpoints.weights(latest, champion == null ? null : champion.anchor());
            if (latest == null) {
                return new ResumePoint(Learner.begin(training, resources), new Lineage(null, null, weights.kept()));
            }
            checkSame(latest, training);
            if (weights.file() == null) {
                throw new HaltedException("expected the weights of checkpoint " + latest.id()
                        + ", the latest of model " + model
                        + ", in nudge.weights, got none: restore the topic, or begin a"
                        + " new lineage with another NUDGE_TRAINER_MODEL");
            }
            Learner learner =
                    Learner.resume(latest.training(), resources, weights.file(), latest.step(), latest.sampler());
            try {
                Horizon horizon = new Horizon(latest.position(), latest.offset());
                log.readUntil(horizon, record -> LabelFolding.fold(record, learner));
                tellOfMove(latest, log.horizon());
                champion = withAnchor(champion, latest, weights, learner);
            } catch (RuntimeException failed) {
                learner.close();
                throw failed;
            }
            return new ResumePoint(learner, new Lineage(latest, champion, weights.kept()));
        }
    }

    /** The learner is compared with the anchor from now on; when Kafka has lost it, the next checkpoint is the first. */
    private static @Nullable ChampionChanged withAnchor(
            @Nullable ChampionChanged champion,
            CheckpointPublished latest,
            CheckpointLog.Weights weights,
            Learner learner) {
        if (champion == null) {
            return null;
        }
        boolean isAhead = champion.decision().position() > latest.position()
                || champion.decision().step() > latest.step();
        if (isAhead || weights.anchor() == null) {
            LOG.warn(
                    "expected the champion {} before the latest checkpoint {}, and the weights of its anchor {} in"
                            + " nudge.weights, got {}: Kafka has lost the end of a topic. The next checkpoint that is"
                            + " measured begins anew as champion and anchor",
                    champion.checkpoint(),
                    latest.id(),
                    champion.anchor().checkpoint(),
                    isAhead ? "one that is ahead of it" : "none");
            return null;
        }
        learner.compareWith(WeightFile.read(weights.anchor()));
        return champion;
    }

    private static void tellOfMove(CheckpointPublished latest, Horizon found) {
        if (found.offset() != latest.offset()) {
            LOG.warn(
                    "expected position {}, the horizon of checkpoint {}, before offset {} of nudge.labels, got offset {}:"
                            + " Kafka had lost the end of the topic, and the relay has published it again. Nothing to do:"
                            + " the trainer goes on behind the position",
                    latest.position(),
                    latest.id(),
                    latest.offset(),
                    found.offset());
        }
    }

    private static void checkSame(CheckpointPublished latest, Training configured) {
        Training stored = latest.training();
        List<String> differences = new ArrayList<>();
        differ(differences, "SIZES", printed(stored), printed(configured));
        differ(differences, "ACTIVATION", stored.activation(), configured.activation());
        differ(differences, "COST", stored.cost(), configured.cost());
        differ(differences, "INITIALISATION", stored.initialisation(), configured.initialisation());
        differ(differences, "LEARNING_RATE", stored.learningRate(), configured.learningRate());
        differ(differences, "MOMENTUM", stored.momentum(), configured.momentum());
        differ(differences, "BATCH_SIZE", stored.batchSize(), configured.batchSize());
        differ(differences, "SEED", stored.seed(), configured.seed());
        if (!differences.isEmpty()) {
            throw new HaltedException("the checkpoints of model " + latest.model()
                    + " were trained in another way: " + String.join(", ", differences)
                    + "; set these back, or begin a new lineage with another NUDGE_TRAINER_MODEL");
        }
    }

    private static String printed(Training training) {
        return training.sizes().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static void differ(List<String> differences, String variable, Object stored, Object configured) {
        if (!stored.equals(configured)) {
            differences.add("expected NUDGE_TRAINER_" + variable + " " + stored + ", got " + configured);
        }
    }
}
