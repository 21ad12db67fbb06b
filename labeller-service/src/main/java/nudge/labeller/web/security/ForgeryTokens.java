package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.access.AccessSecret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * The tokens against forged requests. A page reads its token from a cookie and sends it in a header, which a page from elsewhere
 * cannot. A session's token follows from the session's secret, so that one planted in the cookie is worth nothing; before
 * anybody has signed in it is random.
 */
final class ForgeryTokens implements CsrfTokenRepository, CsrfTokenRequestHandler {
    static final String HEADER = "X-XSRF-TOKEN";
    private static final String PURPOSE = "against forgery";

    static String cookie(HttpServletRequest request) {
        return SessionCookie.named(request, "XSRF-TOKEN");
    }

    /** The token of the session of whoever is signed in by one. */
    private static Optional<String> ofSession(HttpServletRequest request) {
        return ActorAuthentication.current().isPresent()
                ? SessionCookie.read(request).map(secret -> AccessSecret.derive(secret, PURPOSE))
                : Optional.empty();
    }

    private static Optional<String> shown(HttpServletRequest request) {
        return SessionCookie.read(request, cookie(request)).filter(token -> !token.isEmpty());
    }

    private static CsrfToken token(String value) {
        return new DefaultCsrfToken(HEADER, "none", value);
    }

    /** Null when the cookie has to be set anew. */
    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        Optional<String> expected = ofSession(request);
        return shown(request)
                .filter(shown -> expected.isEmpty() || expected.get().equals(shown))
                .map(ForgeryTokens::token)
                .orElse(null);
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(ofSession(request).orElseGet(() -> UUID.randomUUID().toString()));
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        write(request, response, token == null ? "" : token.getToken());
    }

    /** Writes the token of a session that begins. */
    static void begin(HttpServletRequest request, HttpServletResponse response, AccessSecret session) {
        write(request, response, AccessSecret.derive(session.reveal(), PURPOSE));
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String value) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookie(request), value)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .path("/")
                        .maxAge(value.isEmpty() ? 0 : -1)
                        .build()
                        .toString());
    }

    /** Every answer brings the cookie, unless the browser has it. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
        token.get().getToken();
    }

    /** From the header alone: a form of another page can send parameters. Without the cookie, the header is not enough. */
    @Override
    public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
        return shown(request).isPresent() ? request.getHeader(HEADER) : null;
    }
}
