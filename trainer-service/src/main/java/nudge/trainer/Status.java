package nudge.trainer;

/**
 * What the trainer does and how far it is. Set by the thread that trains, and by the one that closes it; read by any.
 *
 * <p>A state may follow on another as this table says; any state may be set again with another reason or progress.
 *
 * <pre>
 * from      to        when
 * STARTING  STANDBY   another trainer of the model leads
 *           TRAINING  the log is folded up to the latest checkpoint
 *           PARKED    the same, and nothing is left to learn
 * STANDBY   STARTING  this trainer leads
 * TRAINING  PARKED    nothing is left to learn
 *           STANDBY   another trainer leads from now on
 *           STARTING  the same, but this one leads again already
 * PARKED    TRAINING  a label has come
 *           STANDBY, STARTING  as from TRAINING
 * RETRYING  STARTING, STANDBY, TRAINING, PARKED  Kafka answers again
 * all these RETRYING  Kafka does not answer, or another trainer has taken over
 *           HALTED    trying again would not help
 * any       STOPPED   closed; what is set afterwards is ignored: the thread that trains may end a moment later
 * </pre>
 */
final class Status {
    private Snapshot now = new Snapshot(State.STARTING, "", 0, 0);

    /**
     * All of it at one moment; {@code GET /health} shows it.
     *
     * @param reason of the state, for people; empty when all is well
     * @param position of the last label that is folded
     * @param step steps since the beginning of the model
     */
    record Snapshot(State state, String reason, long position, long step) {}

    /** What the trainer does. */
    enum State {
        /** Connects to Kafka and folds the log up to the latest checkpoint. */
        STARTING,
        /** Another trainer of the model trains; waits to take over. */
        STANDBY,
        TRAINING,
        /** Nothing is left to learn; waits for the next label. */
        PARKED,
        /** Kafka does not answer, or another trainer has taken over; it tries again. */
        RETRYING,
        /** What it finds does not fit together; it does nothing any more. */
        HALTED,
        STOPPED;

        boolean isHealthy() {
            return this == TRAINING || this == PARKED || this == STANDBY;
        }

        /** Whether this state may be set when the trainer is in another. */
        private boolean mayFollow(State before) {
            if (this == before || this == STOPPED) {
                return true;
            }
            return switch (before) {
                case STARTING -> true;
                case STANDBY -> this != TRAINING && this != PARKED;
                case TRAINING, PARKED, RETRYING -> true;
                case HALTED, STOPPED -> false;
            };
        }
    }

    synchronized Snapshot now() {
        return now;
    }

    /** @throws IllegalStateException when the state may not follow on the one before */
    void set(State state, long position, long step) {
        change(new Snapshot(state, "", position, step));
    }

    /**
     * The progress stays as it is.
     *
     * @param reason for people
     * @throws IllegalStateException when the state may not follow on the one before
     */
    synchronized void set(State state, String reason) {
        change(new Snapshot(state, reason, now.position, now.step));
    }

    private synchronized void change(Snapshot next) {
        if (now.state == State.STOPPED) {
            return;
        }
        if (!next.state.mayFollow(now.state)) {
            throw new IllegalStateException(
                    "expected a state that may follow, got a change from " + now.state + " to " + next.state);
        }
        now = next;
    }
}
