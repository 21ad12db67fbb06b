package nudge.trainer.schedule;

/**
 * What a {@link RoundSchedule} decides by: how far the trainer is, and what it has done in this round and since the latest
 * checkpoint. The trainer's loop tells it what happens; schedules only read it. Owned by one thread.
 */
public final class Progress {
    private long offset;
    private long step;
    private int examples;
    private long labels;
    private long waiting;
    private long lag;
    private boolean drained;

    private int foldedInRound;
    private int stepsInRound;

    private int foldedSinceCheckpoint;
    private int stepsSinceCheckpoint;
    private int roundsSinceCheckpoint;
    private int weightBytes;

    /**
     * Where a trainer begins or resumes.
     *
     * @param offset behind the last record that is folded, in {@code nudge.labels}
     * @param step steps since the beginning of the model
     */
    public Progress(long offset, long step) {
        this.offset = offset;
        this.step = step;
    }

    /** A round begins: what was done in the one before no longer counts. */
    public void roundBegins() {
        foldedInRound = 0;
        stepsInRound = 0;
        drained = false;
    }

    /** A record was folded. @param toOffset the offset behind it */
    public void folded(long toOffset) {
        offset = toOffset;
        drained = false;
        foldedInRound++;
        foldedSinceCheckpoint++;
    }

    /** No record came when one was waited for. */
    public void drained() {
        drained = true;
    }

    /**
     * What there is to learn from now.
     *
     * @param nowExamples training examples that have a label now
     * @param nowLabels labels of training examples that ever came
     * @param nowWaiting new labels that no step has learned from yet
     * @param nowLag about how many offsets are not folded yet
     */
    public void observed(int nowExamples, long nowLabels, long nowWaiting, long nowLag) {
        examples = nowExamples;
        labels = nowLabels;
        waiting = nowWaiting;
        lag = nowLag;
    }

    /** A step was taken. @param nowWaiting new labels that no step has learned from yet */
    public void stepped(long nowWaiting) {
        step++;
        waiting = nowWaiting;
        stepsInRound++;
        stepsSinceCheckpoint++;
    }

    /** A round has ended. @param unpublished rounds since the latest checkpoint; those between which nothing was folded are one */
    public void roundEnded(int unpublished) {
        roundsSinceCheckpoint = unpublished;
    }

    /** A checkpoint was published. @param bytes of its weight file */
    public void published(int bytes) {
        weightBytes = bytes;
        foldedSinceCheckpoint = 0;
        stepsSinceCheckpoint = 0;
        roundsSinceCheckpoint = 0;
    }

    /** Behind the last record that is folded, in {@code nudge.labels}. */
    public long offset() {
        return offset;
    }

    /** Steps since the beginning of the model. */
    public long step() {
        return step;
    }

    /** Training examples that have a label now. */
    public int examples() {
        return examples;
    }

    /** Labels of training examples that ever came, corrections among them. */
    public long labels() {
        return labels;
    }

    /** New labels that no step has learned from yet. */
    public long waiting() {
        return waiting;
    }

    /** About how many offsets are not folded yet. */
    public long lag() {
        return lag;
    }

    /** Whether the last look for a record found none. */
    public boolean isDrained() {
        return drained;
    }

    public int foldedInRound() {
        return foldedInRound;
    }

    public int stepsInRound() {
        return stepsInRound;
    }

    public int foldedSinceCheckpoint() {
        return foldedSinceCheckpoint;
    }

    public int stepsSinceCheckpoint() {
        return stepsSinceCheckpoint;
    }

    public int roundsSinceCheckpoint() {
        return roundsSinceCheckpoint;
    }

    /** Bytes of the latest weight file; 0 before the first. */
    public int weightBytes() {
        return weightBytes;
    }
}
