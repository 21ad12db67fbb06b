package nudge.labeller.web;

import java.io.IOException;
import nudge.labeller.web.http.ProblemWriter;
import nudge.labeller.web.security.SecurityHeaders;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;

/** Answers what Tomcat refuses before any filter sees it, in the form of all other errors. Tomcat makes it by its name. */
public final class BareErrors extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int code = response.getStatus();
        if (code < 400
                || response.getContentWritten() > 0
                || !response.getCoyoteResponse().setErrorReported()) {
            return;
        }
        HttpStatus status = HttpStatus.resolve(code);
        try {
            SecurityHeaders.put(request, response);
            ProblemWriter.write(
                    request,
                    response,
                    status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status,
                    code < 500
                            ? "expected a well-formed request, got one that is refused unread: check its address and headers"
                            : "Nudge failed for a reason that it does not know; its log says more");
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // Nobody is left to answer.
        }
    }
}
