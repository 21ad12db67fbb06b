package nudge.labeller.access;

import java.time.Duration;

/** Too much came from one account or address: it has to wait. */
public final class TooManyAttemptsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    public TooManyAttemptsException(String message, Duration wait) {
        super(message, null, false, false);
        this.wait = wait;
    }

    /** At least a second. */
    public long waitSeconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
