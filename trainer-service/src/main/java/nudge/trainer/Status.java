package nudge.trainer;

/** What the trainer does and how far it is, for whoever asks. Written by the trainer's thread, read by any. */
final class Status {
    private volatile State state = State.STARTING;
    private volatile String reason = "";
    private volatile long position;
    private volatile long step;

    /** What the trainer does. */
    enum State {
        /** Connects to Kafka and folds the log up to the latest checkpoint. */
        STARTING,
        /** Another trainer of the model trains; waits to take over. */
        STANDBY,
        TRAINING,
        /** Nothing is left to learn; waits for the next label. */
        PARKED,
        /** Kafka does not answer; it tries again. */
        RETRYING,
        /** What it finds in Kafka does not fit together; it does nothing any more. */
        HALTED,
        STOPPED;

        boolean isHealthy() {
            return this == TRAINING || this == PARKED || this == STANDBY;
        }
    }

    void is(State now) {
        is(now, "");
    }

    /** @param why for people */
    void is(State now, String why) {
        reason = why;
        state = now;
    }

    void at(long itsPosition, long itsStep) {
        position = itsPosition;
        step = itsStep;
    }

    State state() {
        return state;
    }

    String reason() {
        return reason;
    }

    /** The position of the last label that is folded. */
    long position() {
        return position;
    }

    long step() {
        return step;
    }
}
