package nudge.labeller.image;

/** A command that the image's state does not allow. The message says why, and what to do. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such image. */
        UNKNOWN,
        /** The image is not in the version that the caller saw. */
        STALE,
        /** The image's state does not allow it. */
        CONFLICT,
        /** The idempotency key was used for another request. */
        KEY_REUSED
    }

    private final transient Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
