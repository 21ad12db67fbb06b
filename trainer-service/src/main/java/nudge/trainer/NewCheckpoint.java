package nudge.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Round;
import nudge.events.EventCodec;
import nudge.learning.Learner;
import nudge.network.WeightFile;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.Horizon;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that is not published yet. All of it but the time is a function of the log of labels, the rounds and the
 * training.
 *
 * @param weights the weight file
 */
record NewCheckpoint(CheckpointPublished event, byte[] weights) {
    /**
     * Makes a checkpoint of what a learner has learned.
     *
     * @param parent the latest checkpoint, or null when this is the first
     * @param horizon of the learner
     * @param rounds since the parent
     * @param now the time, which may be earlier than the parent's: nothing is ordered by it
     * @throws HaltedException when training has diverged
     */
    static NewCheckpoint of(
            String model,
            @Nullable CheckpointPublished parent,
            Learner learner,
            Horizon horizon,
            List<Round> rounds,
            Instant now) {
        if (!learner.isFinite()) {
            throw new HaltedException("expected finite weights at step " + learner.steps()
                    + ", got others: training has diverged; begin a new lineage with another NUDGE_TRAINER_MODEL and a"
                    + " smaller NUDGE_TRAINER_LEARNING_RATE");
        }
        byte[] weights = weights(model, horizon.position(), learner);
        String sha256 = WeightFile.sha256(weights);
        String parentId = parent == null ? null : parent.id();
        CheckpointPublished event = new CheckpointPublished(
                id(learner.steps(), parentId, horizon.offset(), sha256),
                model,
                parentId,
                sha256,
                weights.length,
                EventCodec.chunks(weights.length),
                learner.steps(),
                learner.examples(),
                learner.heldOut(),
                horizon.position(),
                horizon.offset(),
                rounds,
                learner.training(),
                learner.sampler(),
                Instant.ofEpochMilli(now.toEpochMilli()));
        return new NewCheckpoint(event, weights);
    }

    /** A checkpoint's weight file, whose digest is the checkpoint's. @param position of the horizon */
    static byte[] weights(String model, long position, Learner learner) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("model", model);
        metadata.put("position", String.valueOf(position));
        metadata.put("step", String.valueOf(learner.steps()));
        return learner.weights(metadata);
    }

    private static String id(long step, @Nullable String parent, long offset, String sha256) {
        byte[] origin = (parent + " " + offset + " " + sha256).getBytes(StandardCharsets.UTF_8);
        return CheckpointPublished.id(step, WeightFile.sha256(origin).substring(0, 16));
    }
}
