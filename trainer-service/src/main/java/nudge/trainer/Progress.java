package nudge.trainer;

/**
 * What a {@link Pace} decides by: how far the trainer is, and what it has done in this round and since the last checkpoint.
 * Changed by the loop alone.
 */
final class Progress {
    /** Behind the last record that is folded, in {@code nudge.labels}. */
    long offset;
    /** Steps since the beginning of the model. */
    long step;

    int examples;
    /** New labels that no step has learned yet. */
    long waiting;
    /** Examples of the last step, and their mean cost before it. */
    int stepSize;

    double stepCost;

    int foldedInRound;
    int stepsInRound;
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

    void stepped(int size, double cost) {
        step++;
        stepSize = size;
        stepCost = cost;
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
