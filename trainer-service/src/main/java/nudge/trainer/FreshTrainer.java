package nudge.trainer;

import java.util.Map;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.learning.Learner;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.LabelLog;

/**
 * What a trainer without a checkpoint does first, by itself: folds labels and takes steps, and publishes nothing. For
 * measurements. Owned by one thread.
 */
public final class FreshTrainer implements AutoCloseable {
    private final KafkaSettings kafka;
    private final Learner learner;

    public FreshTrainer(TrainerConfiguration configuration) {
        this.kafka = configuration.kafka();
        this.learner = Learner.begin(configuration.training(), configuration.resources());
    }

    /** The configuration of the consumer with which a trainer reads {@code nudge.labels}; new, and the caller's own. */
    public static Map<String, Object> consumerConfiguration(TrainerConfiguration configuration) {
        return LabelLog.consumerConfiguration(configuration.kafka());
    }

    /**
     * Folds the records of {@code nudge.labels} from the first one to an offset.
     *
     * @throws IllegalStateException when a record before it is missing
     */
    public void catchUp(long end) {
        try (LabelLog log = new LabelLog(kafka)) {
            log.readUntil(end, record -> LabelFolding.fold(record, learner));
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }

    /** @throws InvalidRecordException when the label contradicts those before */
    public void fold(LabelRecord label) {
        learner.fold(label);
    }

    /** One step on the next mini-batch; returns its size. */
    public int step() {
        return learner.step();
    }

    /** Training examples that have a label now. */
    public int examples() {
        return learner.examples();
    }

    /** Bytes of pixels that lie in a file, not in memory. */
    public long bytesInFile() {
        return learner.bytesInFile();
    }

    /** Held-out images that have a label now. */
    public int heldOut() {
        return learner.heldOut();
    }

    @Override
    public void close() {
        learner.close();
    }
}
