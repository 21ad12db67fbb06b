package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a browser may keep of what it was shown. */
@Tag("server")
class CachingTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void no_answer_of_the_api_is_kept_by_a_cache() throws Exception {
        RunningLabeller labeller = SharedLabeller.get();
        for (String route : labeller.routes()) {
            if (!route.startsWith("GET /api/") || route.contains("{")) {
                continue;
            }
            HttpRequest request = HttpRequest.newBuilder(labeller.uri(route.substring("GET ".length())))
                    .header("Authorization", "Bearer " + labeller.token())
                    .build();
            HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
            answer.body().close();
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .as(route)
                    .contains("no-store");
        }
    }
}
