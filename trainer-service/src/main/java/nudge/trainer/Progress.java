package nudge.trainer;

/**
 * What a {@link RoundSchedule} decides by: how far the trainer is, and what it has done in this round and since the last checkpoint.
 * Changed by the loop alone.
 */
final class Progress {
    /** Behind the last record that is folded, in {@code nudge.labels}. */
    long offset;
    /** Steps since the beginning of the model. */
    long step;

    /** Training examples that have a label now. */
    int examples;
    /** Labels of training examples that ever came. */
    long labels;
    /** New labels that no step has learned yet. */
    long waiting;

    int foldedInRound;
    int stepsInRound;
    /** About how many offsets are not folded yet. */
    long lag;
    /** Whether the last look for a record found none. */
    boolean drained;

    int foldedSinceCheckpoint;
    int stepsSinceCheckpoint;
    int roundsSinceCheckpoint;
    /** Bytes of the last weight file. */
    int weightBytes;

    void roundBegins() {
        foldedInRound = 0;
        stepsInRound = 0;
        drained = false;
    }

    void folded(long toOffset) {
        offset = toOffset;
        foldedInRound++;
        foldedSinceCheckpoint++;
    }

    void stepped() {
        step++;
        stepsInRound++;
        stepsSinceCheckpoint++;
    }

    void published(int bytes) {
        weightBytes = bytes;
        foldedSinceCheckpoint = 0;
        stepsSinceCheckpoint = 0;
        roundsSinceCheckpoint = 0;
    }
}
