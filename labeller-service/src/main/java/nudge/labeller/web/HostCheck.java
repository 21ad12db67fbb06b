package nudge.labeller.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for a name that is not this server's. Somebody else's page could otherwise have its name point to this
 * machine, and read what a server on the loopback address shows (DNS rebinding).
 */
final class HostCheck extends OncePerRequestFilter {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;

    private HostCheck(Set<String> hosts) {
        this.hosts = hosts;
    }

    static HostCheck of(WebSettings settings) {
        if (settings.hosts().isEmpty() && !isLoopback(settings.address())) {
            return new HostCheck(Set.of());
        }
        // Programs on this machine come by the address that it listens on: no page of somebody else has that name.
        Set<String> hosts = new HashSet<>(LOOPBACK);
        hosts.addAll(settings.hosts());
        if (!settings.isOnEveryAddress()) {
            hosts.add(URI.create(settings.localAddress(1)).getHost().toLowerCase(Locale.ROOT));
        }
        if (settings.publicAddress() != null) {
            hosts.add(settings.publicAddress().getHost().toLowerCase(Locale.ROOT));
        }
        return new HostCheck(hosts);
    }

    static boolean isLoopback(String address) {
        return address.equals("localhost") || address.startsWith("127.") || address.equals("::1");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        // Orchestrators ask for health by number; it tells nothing to whoever has no token.
        boolean health = request.getRequestURI().startsWith("/actuator/health");
        if (health || hosts.isEmpty() || hosts.contains(host)) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.problem(
                    request,
                    response,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "expected a request for "
                            + String.join(", ", hosts.stream().sorted().toList())
                            + ", got one for another name: set NUDGE_LABELLER_HTTP_HOSTS if it is this server's");
        }
    }
}
