package nudge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Asks a trainer over HTTP. */
final class Health {
    /** Not what a trainer takes, but when to give up. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Health() {}

    /** Waits until the trainer has folded what was relayed, and nothing is left to learn. */
    static void awaitParked(int port, Relayed relayed) {
        awaitParked(port, relayed.position());
    }

    /** Waits until the trainer has folded the log up to a position, and nothing is left to learn. */
    static void awaitParked(int port, long position) {
        await(port, "{\"state\":\"PARKED\",\"reason\":\"\",\"position\":" + position + ",\"step\":");
    }

    /** Waits until the trainer is in one of these states. */
    static void awaitState(int port, String... states) {
        await(
                port,
                Stream.of(states).map(state -> "{\"state\":\"" + state + "\",").toArray(String[]::new));
    }

    private static void await(int port, String... beginnings) {
        Awaitility.await()
                .ignoreException(IOException.class)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    String body = get(port, "/health").body();
                    assertThat(Stream.of(beginnings).anyMatch(body::startsWith))
                            .as(body)
                            .isTrue();
                });
    }

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
