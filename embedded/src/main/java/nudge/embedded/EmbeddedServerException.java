package nudge.embedded;

/** A server did not start or stop. The message says what was expected, what came, and what to do. */
public final class EmbeddedServerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
