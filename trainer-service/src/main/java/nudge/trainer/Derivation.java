package nudge.trainer;

import nudge.events.ChampionDecision;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.learning.ChampionDecisions;
import nudge.learning.Learner;
import nudge.learning.Learner.Resources;
import nudge.network.WeightFile;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.CheckpointLog.Path;
import nudge.trainer.kafka.Horizon;
import nudge.trainer.kafka.LabelLog;

/** Derives checkpoints from the log of labels, one after the other, as their events say. Owned by one thread; to be closed. */
final class Derivation implements AutoCloseable {
    private final Learner learner;
    /** Of a derivation from the seed on. */
    private ChampionDecisions decisions;

    private final LabelLog log;
    private final String model;
    private final long begin;

    private Derivation(Learner learner, LabelLog log, String model) {
        this.learner = learner;
        this.decisions = new ChampionDecisions(learner, null);
        this.log = log;
        this.model = model;
        this.begin = learner.steps();
    }

    /**
     * Begins where a path begins: with its base, or with the seed.
     *
     * @param log at its beginning; afterwards at the base's horizon. The caller's to close
     * @throws IllegalStateException when Kafka does not hold what the derivation needs
     */
    static Derivation begin(Path path, CheckpointLog checkpoints, LabelLog log, String model, Resources resources) {
        CheckpointPublished base = path.base();
        byte[] weights = base == null ? null : checkpoints.weights(base).file();
        if (base == null || weights == null) {
            return new Derivation(Learner.begin(path.target().training(), resources), log, model);
        }
        Learner learner = Learner.resume(path.target().training(), resources, weights, base.step(), base.sampler());
        try {
            log.readUntil(horizon(base), record -> LabelFolding.fold(record, learner));
        } catch (RuntimeException failed) {
            learner.close();
            throw failed;
        }
        return new Derivation(learner, log, model);
    }

    /** Takes the rounds of the next checkpoint. */
    void derive(CheckpointPublished checkpoint) {
        for (Round round : checkpoint.rounds()) {
            if (round.position() == null) {
                log.readUntil(round.offset(), record -> LabelFolding.fold(record, learner));
                checkNotMoved(checkpoint);
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
    private void checkNotMoved(CheckpointPublished checkpoint) {
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

    /** Of the weight file of the last checkpoint that was derived, in hexadecimal. */
    String sha256() {
        return WeightFile.sha256(NewCheckpoint.weights(model, log.position(), learner));
    }

    /**
     * Judges the last checkpoint that was derived, one that the trainer has judged. For derivations that began with the seed, and
     * judge all such checkpoints.
     *
     * @param anew whether the trainer had no champion then
     */
    ChampionDecision judge(CheckpointPublished checkpoint, boolean anew) {
        if (anew) {
            decisions = new ChampionDecisions(learner, null);
        }
        return decisions.judge(checkpoint, learner.measure());
    }

    /** How many were taken. */
    long steps() {
        return learner.steps() - begin;
    }

    @Override
    public void close() {
        learner.close();
    }
}
