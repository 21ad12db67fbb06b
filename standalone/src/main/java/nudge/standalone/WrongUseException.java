package nudge.standalone;

/** The command cannot be carried out as it was given: exit code 2. The message says what was expected, and what to do. */
public final class WrongUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUseException(String message) {
        super(message);
    }
}
