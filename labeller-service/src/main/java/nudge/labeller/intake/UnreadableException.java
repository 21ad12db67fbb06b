package nudge.labeller.intake;

import java.io.IOException;

/** What came is not the image or file that it should be. The message says what was expected, and what came. */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
        super(message);
    }
}
