package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import nudge.labeller.access.TooManyAttemptsException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request that does not reach its handler, in the form of {@link Problems}. */
public final class ProblemWriter {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ProblemWriter() {}

    /** Writes a problem document, or the page of it for a browser. */
    public static void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        write(request, response, status, request.getRequestURI(), detail);
    }

    /** @param instance the address that was asked for; null of a request whose address could not be read */
    static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            @Nullable String instance,
            String detail)
            throws IOException {
        response.setStatus(status.value());
        if (ProblemPage.isFor(request)) {
            response.setContentType(MediaType.TEXT_HTML_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getOutputStream().write(ProblemPage.of(status, detail).getBytes(StandardCharsets.UTF_8));
            return;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("detail", detail);
        if (instance != null) {
            problem.put("instance", instance);
        }
        problem.put("status", status.value());
        problem.put("title", status.getReasonPhrase());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(MAPPER.writeValueAsBytes(problem));
    }

    /** Says how long to wait. */
    public static void tooMany(
            HttpServletRequest request, HttpServletResponse response, TooManyAttemptsException tooMany)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.waitSeconds()));
        write(request, response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(tooMany.getMessage()));
    }
}
