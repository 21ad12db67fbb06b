package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import nudge.labeller.access.TooManyAttemptsException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.csrf.CsrfException;
import tools.jackson.databind.json.JsonMapper;

/** Writes the problem document, or the page for a browser, of a request that does not reach its handler. */
final class ProblemWriter {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Set when it could not be found out who makes the request. */
    private static final String UNDECIDED = ProblemWriter.class.getName() + ".undecided";

    private ProblemWriter() {}

    static void problem(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        write(request, response, status, request.getRequestURI(), detail);
    }

    /** @param instance the address that was asked for */
    static void write(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String instance, String detail)
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
        problem.put("instance", instance);
        problem.put("status", status.value());
        problem.put("title", status.getReasonPhrase());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(MAPPER.writeValueAsBytes(problem));
    }

    static void tooMany(HttpServletRequest request, HttpServletResponse response, TooManyAttemptsException tooMany)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.waitSeconds()));
        problem(request, response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(tooMany.getMessage()));
    }

    static void undecided(HttpServletRequest request) {
        request.setAttribute(UNDECIDED, true);
    }

    /** Nobody has signed in: people go to the sign-in page, programs read why. */
    static void signInFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(UNDECIDED) != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problem(request, response, HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer; try again");
            return;
        }
        String path = request.getRequestURI();
        boolean page = "GET".equals(request.getMethod()) && (path.equals("/") || path.endsWith(".html"));
        if (page) {
            response.setStatus(HttpStatus.FOUND.value());
            response.setHeader(
                    HttpHeaders.LOCATION,
                    "/sign-in.html"
                            + (path.equals("/") ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8)));
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problem(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "expected a session or a token (Authorization: Bearer ...) that is good, got none: sign in");
    }

    static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        problem(
                request,
                response,
                HttpStatus.FORBIDDEN,
                denied instanceof CsrfException
                        ? "expected the header X-XSRF-TOKEN with the value of the cookie XSRF-TOKEN: load the page again"
                        : "your role does not allow this: ask an administrator");
    }
}
