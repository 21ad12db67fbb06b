package nudge.labeller.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import nudge.labeller.web.http.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses changes that a browser sends from a page of another origin. Another port of this machine is one: cookies do not tell
 * ports apart, and so do not keep its pages out.
 */
final class SameOriginCheck extends OncePerRequestFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SAFE.contains(request.getMethod()) || isSameOrigin(request)) {
            chain.doFilter(request, response);
        } else {
            RefusalLog.isForgery(request);
            ProblemWriter.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "expected a change to come from a page of this server, got one from a page of another: its origin is "
                            + shown(request.getHeader(HttpHeaders.ORIGIN)));
        }
    }

    /** What the browser says of it; programs, and browsers of before 2020, say nothing. */
    private static boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            // It compares what the address bar shows, whatever a proxy has made of the request since.
            return site.equals("same-origin");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || authority(origin).equals(authority(request));
    }

    private static String authority(HttpServletRequest request) {
        return request.getServerName().toLowerCase(Locale.ROOT) + ":" + request.getServerPort();
    }

    /** Empty of what is no origin with a host, such as {@code null}. */
    private static String authority(String origin) {
        try {
            URI uri = URI.create(origin);
            if (uri.getHost() == null || uri.getScheme() == null) {
                return "";
            }
            int usual = uri.getScheme().equals("https") ? 443 : 80;
            return uri.getHost().toLowerCase(Locale.ROOT) + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
        } catch (IllegalArgumentException foreign) {
            return "";
        }
    }

    private static String shown(@Nullable String origin) {
        return origin == null ? "not told" : origin;
    }
}
