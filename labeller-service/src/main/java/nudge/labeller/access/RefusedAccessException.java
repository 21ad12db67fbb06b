package nudge.labeller.access;

/** Something about people, sessions or tokens that is not done. The message says what was expected. */
public final class RefusedAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** What came cannot be used. */
        INVALID,
        /** Name and password, or a link, that let nobody in. */
        NOT_LET_IN,
        /** The actor may not do this. */
        FORBIDDEN,
        UNKNOWN,
        /** It does not fit what is there. */
        CONFLICT
    }

    private final Reason reason;

    public RefusedAccessException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
