package nudge.standalone;

/** The command was right, but it did not work out: exit code 1. The message says why. */
public class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
