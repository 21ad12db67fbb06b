package nudge.labeller.web.http;

import org.springframework.http.HttpStatus;

/** A request that cannot be carried out as it came. The message says what was expected, and what came. */
public final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    public BadRequestException(String message) {
        this(HttpStatus.BAD_REQUEST, message);
    }

    public BadRequestException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}
