package nudge.trainer;

import java.util.Map;
import nudge.events.InvalidRecordException;
import nudge.events.KafkaSettings;
import nudge.events.LabelRecord;
import nudge.learning.Learner;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.LabelLog;

/**
 * A trainer without a checkpoint, reduced to what is measured: folds labels and takes steps, and publishes nothing. Owned by
 * one thread; to be closed.
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
     * Folds the records of {@code nudge.labels} from the first one up to an offset.
     *
     * @param end the offset behind the last of them
     * @throws IllegalStateException when one of them is missing
     * @throws org.apache.kafka.common.KafkaException when Kafka fails
     */
    public void catchUp(long end) {
        try (LabelLog log = new LabelLog(kafka)) {
            log.readUntil(end, record -> LabelFolding.fold(record, learner));
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }

    /**
     * Folds a label.
     *
     * @throws InvalidRecordException when it contradicts those before
     */
    public void fold(LabelRecord label) {
        learner.fold(label);
    }

    /** Takes a step on the next mini-batch; returns its size, which is 0 when no example has a label. */
    public int step() {
        return learner.step();
    }

    /** Training examples that have a label now. */
    public int examples() {
        return learner.examples();
    }

    /** Bytes of pixels that lie in the file, not on the heap. */
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
