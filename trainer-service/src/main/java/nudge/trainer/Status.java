package nudge.trainer;

/** What the trainer does and how far it is, for whoever asks. Written by one thread at a time, read by any. */
final class Status {
    private volatile Now now = new Now(State.STARTING, "", 0, 0);

    /**
     * All of it at one moment.
     *
     * @param reason of the state, for people; empty when all is well
     * @param position of the last label that is folded
     * @param step steps since the beginning of the model
     */
    record Now(State state, String reason, long position, long step) {}

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

    Now now() {
        return now;
    }

    void set(State state, long position, long step) {
        now = new Now(state, "", position, step);
    }

    /** @param reason for people */
    void set(State state, String reason) {
        now = new Now(state, reason, now.position, now.step);
    }
}
