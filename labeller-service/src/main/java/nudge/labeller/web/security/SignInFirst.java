package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import nudge.labeller.web.http.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Answers whoever has not signed in: people go to the sign-in page, programs read why. */
final class SignInFirst implements AuthenticationEntryPoint {
    private static final String UNDECIDED = SignInFirst.class.getName() + ".undecided";

    /** Notes that it could not be found out who makes the request. */
    static void undecided(HttpServletRequest request) {
        request.setAttribute(UNDECIDED, true);
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        String path = request.getRequestURI();
        if (request.getAttribute(UNDECIDED) != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            ProblemWriter.write(
                    request, response, HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer; try again");
        } else if ("GET".equals(request.getMethod()) && (path.equals("/") || path.endsWith(".html"))) {
            response.setStatus(HttpStatus.FOUND.value());
            response.setHeader(
                    HttpHeaders.LOCATION,
                    "/sign-in.html"
                            + (path.equals("/") ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8)));
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "expected a session or a token (Authorization: Bearer ...) that is good, got none: sign in");
        }
    }
}
