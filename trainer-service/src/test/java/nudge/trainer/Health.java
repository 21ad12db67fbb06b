package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Asks a trainer over HTTP. */
final class Health {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Health() {}

    /** Waits until the trainer has folded what was relayed, and nothing is left to learn. */
    static void awaitParked(int port, Relayed relayed) {
        awaitState(port, "PARKED\",\"reason\":\"\",\"position\":" + relayed.position() + ",\"step");
    }

    static void awaitState(int port, String state) {
        Awaitility.await()
                .ignoreException(IOException.class)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(get(port, "/health").body()).contains("\"state\":\"" + state + "\""));
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
