package nudge.labeller.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.HtmlUtils;

/** What a person sees in place of a page that a browser asked for and does not get; programs read problem documents. */
final class ProblemPage {
    private static final String PAGE = read();

    private ProblemPage() {}

    private static String read() {
        try (InputStream page = ProblemPage.class.getResourceAsStream("problem.html")) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether a browser is about to show the answer: scripts and programs ask for something else than HTML. */
    static boolean isFor(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return "GET".equals(request.getMethod()) && accepted != null && accepted.startsWith("text/html");
    }

    static String of(HttpStatus status, @Nullable String detail) {
        boolean passes = status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS;
        return PAGE.replace("{title}", HtmlUtils.htmlEscape(title(status)))
                .replace("{again}", passes ? "<meta http-equiv=\"refresh\" content=\"3\" />" : "")
                .replace("{detail}", HtmlUtils.htmlEscape(sentence(status, detail)));
    }

    private static String title(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN -> "Not for your role";
            case NOT_FOUND -> "Nothing is here";
            case SERVICE_UNAVAILABLE -> "Nudge cannot answer just now";
            default -> status.getReasonPhrase();
        };
    }

    private static String sentence(HttpStatus status, @Nullable String detail) {
        return switch (status) {
            case NOT_FOUND -> "This address leads to no page.";
            case SERVICE_UNAVAILABLE -> "Saved labels are safe. This page keeps trying.";
            default -> {
                String text = detail == null || detail.isEmpty() ? status.getReasonPhrase() : detail;
                yield Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
            }
        };
    }
}
