package nudge.trainer.kafka;

/** Where a test kills the trainer, or lets it fail; otherwise nothing happens there. */
public interface Faults {
    Faults NONE = point -> {};

    /** Points of a round, in their order. */
    enum Point {
        AFTER_FOLD,
        AFTER_STEPS,
        BEFORE_TRANSACTION,
        INSIDE_TRANSACTION,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** The trainer is at this point. */
    void at(Point point);
}
