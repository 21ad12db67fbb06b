package nudge.standalone;

import org.jspecify.annotations.Nullable;

/** The command cannot be carried out as it was given: exit code 2. The message says what was expected, and what to do. */
public final class WrongUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUseException(String message) {
        super(message);
    }

    /**
     * Throws unless an option is as it should be.
     *
     * @param expected such as {@code --count to be at least 1}
     */
    public static void unless(boolean allowed, String expected, @Nullable Object got) {
        if (!allowed) {
            throw new WrongUseException("expected " + expected + ", got " + got);
        }
    }
}
