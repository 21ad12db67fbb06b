package nudge.mnist;

import java.io.IOException;

/** Bytes that are not the IDX file they should be. The message says what was expected and what came. */
public final class IdxFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public IdxFormatException(String message) {
        super(message);
    }
}
