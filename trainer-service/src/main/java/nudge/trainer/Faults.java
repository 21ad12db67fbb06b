package nudge.trainer;

/** Where a test lets the trainer be killed; at work nothing happens there. */
interface Faults {
    Faults NONE = point -> {};

    /** Points of a round. */
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
