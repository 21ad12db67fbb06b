package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SourcePagesTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_edited_is_served_as_it_is_now_and_kept_by_nobody() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Path css = Files.createDirectory(sources.resolve("css")).resolve("base.css");
        Files.writeString(sources.resolve("sign-in.html"), "<link rel=\"stylesheet\" href=\"/css/base.css\" />");
        try (RunningLabeller labeller = RunningLabeller.start(folder.resolve("kafka"), Map.of())) {
            labeller.restartWithSources(sources);
            for (String edited : new String[] {"p { color: red }", "p { color: green }"}) {
                Files.writeString(css, edited);
                HttpResponse<String> answer = get(labeller, "/css/base.css");
                assertThat(answer.body()).isEqualTo(edited);
                assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
            HttpResponse<String> page = get(labeller, "/sign-in.html");
            assertThat(page.body()).contains("href=\"/css/base.css\"");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    private static HttpResponse<String> get(RunningLabeller labeller, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(labeller.uri(path)).build(), BodyHandlers.ofString());
    }
}
