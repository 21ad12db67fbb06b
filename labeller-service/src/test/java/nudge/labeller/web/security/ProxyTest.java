package nudge.labeller.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import nudge.labeller.RunningLabeller;
import nudge.labeller.web.RawRequests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("server")
class ProxyTest {
    @Test
    void an_address_is_forwarded_by_the_proxy_that_is_named_and_by_nobody_else(@TempDir Path kafka) throws Exception {
        try (RunningLabeller labeller =
                RunningLabeller.start(kafka, Map.of("NUDGE_LABELLER_HTTP_PROXIES", "127[.]0[.]0[.]1"))) {
            RawRequests requests = new RawRequests(labeller.port());
            String wrong = "Authorization: Bearer nudge_wrong";
            // A client has sent the first one itself; the proxy has put behind it where the request came from.
            String forwarded = "X-Forwarded-For: 198.51.100.1, 203.0.113.9";
            requests.send("127.0.0.1", RawRequests.get("/api/progress", "localhost", wrong, forwarded));
            requests.send("127.0.0.2", RawRequests.get("/api/progress", "localhost", wrong, forwarded));
            JsonNode entries = labeller.get("/api/audit/access?limit=2").json();
            assertThat(entries.get(0).get("address").asString()).isEqualTo("127.0.0.2");
            assertThat(entries.get(1).get("address").asString()).isEqualTo("203.0.113.9");
        }
    }
}
