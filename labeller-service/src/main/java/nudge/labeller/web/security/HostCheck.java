package nudge.labeller.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import nudge.labeller.web.http.ProblemWriter;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for a name that is not this server's. Otherwise another site could point its own name to this machine,
 * and its page could read what a server on the loopback address shows (DNS rebinding).
 */
final class HostCheck extends OncePerRequestFilter {
    private final Set<String> hosts;

    /** @param hosts names that are this server's, in lower case; empty for any name */
    HostCheck(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = request.getServerName();
        if (name == null) {
            // HTTP/1.1 cannot come to here without one; by HTTP/2 it is the client's choice.
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "expected the name of this server in :authority or Host, got none");
            return;
        }
        String host = name.toLowerCase(Locale.ROOT);
        // Orchestrators probe by IP address; without a token the answer tells nothing but UP or DOWN.
        boolean health = request.getRequestURI().startsWith("/actuator/health");
        if (health || hosts.isEmpty() || hosts.contains(host)) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "expected a request for "
                            + String.join(", ", hosts.stream().sorted().toList())
                            + ", got one for another name: set NUDGE_LABELLER_HTTP_HOSTS if it is this server's");
        }
    }
}
