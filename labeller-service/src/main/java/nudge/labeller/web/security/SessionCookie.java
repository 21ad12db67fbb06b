package nudge.labeller.web.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import nudge.labeller.access.AccessSecret;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie with a session's secret: no script can read it, and no other site has a browser send it with a change. */
public final class SessionCookie {
    private SessionCookie() {}

    private static String name(HttpServletRequest request) {
        return named(request, "nudge-session");
    }

    /**
     * The whole name of a cookie. Cookies do not tell ports apart: the name does, so that two Nudges on one machine leave each
     * other alone. Over TLS the prefix makes sure that no other host has set it.
     */
    static String named(HttpServletRequest request, String name) {
        return (request.isSecure() ? "__Host-" : "") + name + "-" + request.getServerPort();
    }

    /** The secret that a request comes with. */
    public static Optional<String> read(HttpServletRequest request) {
        return read(request, name(request));
    }

    static Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    public static void write(HttpServletRequest request, HttpServletResponse response, AccessSecret secret) {
        add(request, response, name(request), secret.reveal(), Duration.ofSeconds(-1));
    }

    public static void delete(HttpServletRequest request, HttpServletResponse response) {
        add(request, response, name(request), "", Duration.ZERO);
    }

    /** @param life of the cookie; negative until the browser is closed */
    static void add(
            HttpServletRequest request, HttpServletResponse response, String name, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
