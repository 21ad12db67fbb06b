package nudge.labeller.web.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.RefusedException;
import nudge.labeller.statistics.HistoryLoadingException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Every error as {@code application/problem+json} (RFC 9457), with a detail that a person understands; as a page where a
 * browser would show it.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    static final String DEFECT = "Nudge failed for a reason that it does not know; its log says more. Nothing of the"
            + " request is stored unless a retry with the same idempotency key says so";

    @ExceptionHandler
    ResponseEntity<Object> refused(RefusedException refused, WebRequest request) {
        HttpStatus status = switch (refused.reason()) {
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case CONFLICT -> HttpStatus.CONFLICT;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
        return problem(request, status, refused.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(RefusedAccessException refused, WebRequest request) {
        HttpStatus status = switch (refused.reason()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_LET_IN, FORBIDDEN -> HttpStatus.FORBIDDEN;
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
        };
        return problem(request, status, refused.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooMany(TooManyAttemptsException tooMany, WebRequest request) {
        return later(request, HttpStatus.TOO_MANY_REQUESTS, tooMany.waitSeconds(), tooMany.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> badRequest(BadRequestException bad, WebRequest request) {
        return problem(request, bad.status(), bad.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException mismatch, WebRequest request) {
        Class<?> type = mismatch.getRequiredType();
        String expected = type == null ? "another value" : describe(type);
        return problem(
                request,
                HttpStatus.BAD_REQUEST,
                "expected " + mismatch.getName() + " to be " + expected + ", got " + mismatch.getValue());
    }

    private static String describe(Class<?> type) {
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(" or "));
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return type == double.class || type == Double.class ? "a number" : "a whole number";
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(StoreUnavailableException down, WebRequest request) {
        return later(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                1,
                "the database does not answer; send the request again with the same idempotency key");
    }

    @ExceptionHandler
    ResponseEntity<Object> loading(HistoryLoadingException loading, WebRequest request) {
        return later(request, HttpStatus.SERVICE_UNAVAILABLE, 2, loading.getMessage());
    }

    /** The client went away, or sent less than it had announced: nobody is left to answer. */
    @ExceptionHandler
    void gone(IOException gone) {
        logger.debug("a client went away: " + gone.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> defect(RuntimeException defect, WebRequest request) {
        logger.error("a request failed for a reason that Nudge does not know", defect);
        return problem(request, HttpStatus.INTERNAL_SERVER_ERROR, DEFECT);
    }

    private ResponseEntity<Object> problem(WebRequest request, HttpStatus status, @Nullable String detail) {
        return createResponseEntity(
                ProblemDetail.forStatusAndDetail(status, detail), new HttpHeaders(), status, request);
    }

    private ResponseEntity<Object> later(WebRequest request, HttpStatus status, long seconds, @Nullable String detail) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return createResponseEntity(ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object problem, HttpHeaders headers, HttpStatusCode code, WebRequest request) {
        if (problem instanceof ProblemDetail detail
                && request instanceof ServletWebRequest servlet
                && ProblemPage.isFor(servlet.getRequest())) {
            headers.setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8));
            return new ResponseEntity<>(
                    ProblemPage.of(HttpStatus.valueOf(code.value()), detail.getDetail()), headers, code);
        }
        return new ResponseEntity<>(problem, headers, code);
    }
}
