package nudge.trainer;

import nudge.events.InvalidRecordException;
import nudge.learning.Learner;
import nudge.trainer.kafka.DecodedRecord;
import org.jspecify.annotations.Nullable;

/** From the log of labels to the learner. */
final class LabelFolding {
    private LabelFolding() {}

    /** Folds a record into a learner; returns why it cannot be, or null when it was folded. */
    static @Nullable String fold(DecodedRecord record, Learner learner) {
        if (record.label() == null) {
            return record.fault();
        }
        try {
            learner.fold(record.label());
            return null;
        } catch (InvalidRecordException contradiction) {
            return String.valueOf(contradiction.getMessage());
        }
    }
}
