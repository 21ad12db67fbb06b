package nudge.labeller.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import nudge.labeller.access.AccessLog;
import nudge.labeller.access.AccessLog.Type;
import nudge.labeller.access.Actor;
import nudge.labeller.access.RequestOrigin;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Writes into the access log what was refused: the requests that somebody makes who means harm, or whose program is wrong. */
final class RefusalLog extends OncePerRequestFilter {
    private static final String FORGERY = RefusalLog.class.getName() + ".forgery";

    private final AccessLog log;

    RefusalLog(AccessLog log) {
        this.log = log;
    }

    /** Notes that the request is refused because another site may have forged it. */
    static void isForgery(HttpServletRequest request) {
        request.setAttribute(FORGERY, true);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestOrigin.begin(RemoteAddress.of(request));
        try {
            chain.doFilter(request, response);
            Type refusal = refusal(request, response.getStatus());
            if (refusal != null) {
                UUID actor = ActorAuthentication.current().map(Actor::id).orElse(null);
                // The address is as it was sent: encoded.
                log.refused(actor, refusal, request.getMethod() + " " + request.getRequestURI());
            }
        } finally {
            RequestOrigin.end();
        }
    }

    /** Null for an answer that is no refusal, or one that the access log has already. */
    private static @Nullable Type refusal(HttpServletRequest request, int status) {
        return switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED ->
                AuthenticationFilter.token(request) == null ? null : Type.TOKEN_REFUSED;
            case HttpServletResponse.SC_FORBIDDEN -> forbidden(request);
            case HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE -> Type.TOO_LARGE;
            case 421 -> Type.OTHER_HOST_REFUSED;
            case 429 -> Type.SLOWED_DOWN;
            default -> null;
        };
    }

    private static @Nullable Type forbidden(HttpServletRequest request) {
        if (request.getAttribute(FORGERY) != null) {
            return Type.FORGERY_REFUSED;
        }
        String path = request.getRequestURI();
        boolean signIn = path.equals("/api/session") || path.equals("/api/session/second");
        return signIn ? null : Type.NOT_ALLOWED;
    }
}
