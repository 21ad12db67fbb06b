package nudge.labeller.web;

import org.springframework.http.HttpStatus;

/** A request that cannot be carried out as it came. The message says what was expected, and what came. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    BadRequestException(String message) {
        this(HttpStatus.BAD_REQUEST, message);
    }

    BadRequestException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
