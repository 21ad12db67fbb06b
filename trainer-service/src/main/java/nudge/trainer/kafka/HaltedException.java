package nudge.trainer.kafka;

/** The trainer must not go on, and trying again would not help: what it finds does not fit together. */
public final class HaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was expected, what came, and what to do */
    public HaltedException(String message) {
        super(message);
    }
}
