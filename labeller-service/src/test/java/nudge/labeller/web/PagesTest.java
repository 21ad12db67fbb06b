package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How pages and their parts are served. */
@Tag("server")
class PagesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern PART =
            Pattern.compile("(?:href|src)=\"(/at/[0-9a-f]{16}/(?:css|js|webjars)/[^\"]+)\"");
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/bulk.html", "/sign-in.html"})
    void a_page_names_all_its_modules_and_browsers_keep_them_for_good(String path) throws Exception {
        HttpResponse<String> page = as("admin", path, "text/html");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        var parts = PART.matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(parts)
                .anyMatch(part -> part.endsWith("/css/base.css"))
                .anyMatch(part -> part.endsWith("/js/ui/dom.js"));
        for (String part : parts) {
            HttpResponse<String> answer = get(part, "*/*");
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, immutable");
            for (MatchResult imported : Pattern.compile("from \"(\\.{1,2}/[^\"]+)\"")
                    .matcher(answer.body())
                    .results()
                    .toList()) {
                assertThat(page.body())
                        .contains("<link rel=\"modulepreload\" href=\""
                                + URI.create(part).resolve(imported.group(1)) + "\"");
            }
        }
    }

    @Test
    void an_unchanged_page_is_not_sent_again() throws Exception {
        String etag =
                get("/sign-in.html", "text/html").headers().firstValue("ETag").orElseThrow();
        HttpRequest again = HttpRequest.newBuilder(labeller.uri("/sign-in.html"))
                .header("If-None-Match", etag)
                .build();
        assertThat(CLIENT.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
    }

    @Test
    void a_part_of_another_version_is_served_but_not_kept() throws Exception {
        HttpResponse<String> part = get("/at/0123456789abcdef/js/ui/dom.js", "*/*");
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(part.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(get("/at/0123456789abcdef/people.html", "*/*").statusCode()).isEqualTo(404);
        assertThat(get("/at/0123456789abcdef/css/../people.html", "*/*").statusCode())
                .isIn(302, 400, 404);
    }

    @Test
    void a_browser_is_shown_a_page_where_a_program_reads_a_problem() throws Exception {
        HttpResponse<String> shown = as("reviewer", "/people.html", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(shown.statusCode()).isEqualTo(403);
        assertThat(shown.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(shown.body()).contains("Not for your role").contains("ask an administrator");
        HttpResponse<String> read = as("reviewer", "/people.html", "*/*");
        assertThat(read.headers().firstValue("Content-Type")).hasValue("application/problem+json");

        HttpResponse<String> nothing = as("admin", "/nothing.html", "text/html");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).contains("Nothing is here");
        HttpResponse<String> bad = as("admin", "/api/export?format=%3Cscript%3E", "text/html");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    private static HttpResponse<String> as(String role, String path, String accept) throws Exception {
        String token = Browser.of(labeller, role).token();
        HttpRequest request = HttpRequest.newBuilder(labeller.uri(path))
                .header("Accept", accept)
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(labeller.uri(path))
                .header("Accept", accept)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
