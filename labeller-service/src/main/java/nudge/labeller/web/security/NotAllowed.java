package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import nudge.labeller.web.http.ProblemWriter;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers a request that its role does not allow, or that may be forged. */
final class NotAllowed implements AccessDeniedHandler {
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        if (denied instanceof CsrfException) {
            RefusalLog.isForgery(request);
        }
        ProblemWriter.write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                denied instanceof CsrfException
                        ? "expected the header " + ForgeryTokens.HEADER + " with the value of the cookie "
                                + ForgeryTokens.cookie(request) + ": load the page again"
                        : "your role does not allow this: ask an administrator");
    }
}
