package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import nudge.labeller.access.KnownBrowsers;

/** The cookie by which a browser is known in which somebody has signed in. It lets nobody in. */
public final class DeviceCookie {
    private DeviceCookie() {}

    private static String name(HttpServletRequest request) {
        return SessionCookie.named(request, "nudge-device");
    }

    public static Optional<String> read(HttpServletRequest request) {
        return SessionCookie.read(request, name(request));
    }

    static void write(HttpServletRequest request, HttpServletResponse response, String device) {
        SessionCookie.add(request, response, name(request), device, KnownBrowsers.LIFE);
    }
}
