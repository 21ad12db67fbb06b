package nudge.labeller.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.web.http.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/** Identifies who makes a request, by its token or else its session, and limits how many requests they make. */
final class AuthenticationFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";
    /** The person whom a page was loaded for: when another one has signed in since, its requests are nobody's. */
    private static final String PERSON = "Nudge-Person";

    private final Access access;
    private final TokenBuckets tokenBuckets;

    AuthenticationFilter(Access access, TokenBuckets tokenBuckets) {
        this.access = access;
        this.tokenBuckets = tokenBuckets;
    }

    /** The bearer token of a request; null without one. A request with a token is judged by the token alone. */
    static @Nullable String token(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Optional<Actor> actor = actor(request);
            tokenBuckets.take(actor.orElse(null), request);
            actor.ifPresent(
                    known -> SecurityContextHolder.setContext(new SecurityContextImpl(new ActorAuthentication(known))));
        } catch (TooManyAttemptsException tooMany) {
            ProblemWriter.tooMany(request, response, tooMany);
            return;
        } catch (StoreUnavailableException down) {
            SignInFirst.undecided(request);
        }
        chain.doFilter(request, response);
    }

    private Optional<Actor> actor(HttpServletRequest request) {
        String token = token(request);
        String secret = token != null ? token : SessionCookie.read(request).orElse(null);
        if (secret == null || secret.isEmpty()) {
            return Optional.empty();
        }
        if (!access.isRemembered(token != null ? Actor.Kind.TOKEN : Actor.Kind.PERSON, secret)) {
            tokenBuckets.takeLookup(request);
        }
        Optional<Actor> actor = token != null ? access.token(secret) : access.session(secret);
        String meant = request.getHeader(PERSON);
        return actor.filter(known -> meant == null || meant.equals(known.id().toString()));
    }
}
