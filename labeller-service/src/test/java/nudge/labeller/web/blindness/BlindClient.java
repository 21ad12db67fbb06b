package nudge.labeller.web.blindness;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import nudge.labeller.RunningLabeller;
import nudge.labeller.TestSockets;
import nudge.labeller.web.Browser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An annotator's program that writes down all that it gets about an image, so that two images can be compared. */
final class BlindClient {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

    private final RunningLabeller labeller;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;
    final UUID actor;

    private BlindClient(RunningLabeller labeller, String token, UUID actor) {
        this.labeller = labeller;
        this.token = token;
        this.actor = actor;
    }

    /** The program of a new person. */
    static BlindClient of(RunningLabeller labeller, String role) throws IOException, InterruptedException {
        String token = Browser.of(labeller, role).token();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(labeller.uri("/api/session"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofByteArray());
        return new BlindClient(
                labeller,
                token,
                UUID.fromString(
                        MAPPER.readTree(answer.body()).get("actor").get("id").asString()));
    }

    String token() {
        return token;
    }

    /** @param nanos from the first byte that was sent to the last that came */
    record Reply(int status, Map<String, List<String>> headers, byte[] body, long nanos, long roundTrips) {
        JsonNode json() {
            return MAPPER.readTree(body);
        }
    }

    Reply send(String method, String path, @Nullable String json, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, json == null ? null : json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply send(String method, String path, byte @Nullable [] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(labeller.uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + token);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpRequest ready = request.build();
        long trips = TestSockets.roundTrips();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = client.send(ready, BodyHandlers.ofByteArray());
        long nanos = System.nanoTime() - start;
        return new Reply(
                response.statusCode(),
                response.headers().map(),
                response.body(),
                nanos,
                TestSockets.roundTrips() - trips);
    }

    /** All of a reply but the date and the end of the connection: what is the image's own is replaced by its name. */
    static String transcript(Reply reply, UUID image) {
        TreeMap<String, Object> headers = new TreeMap<>();
        reply.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        headers.remove("date");
        headers.remove("connection"); // the server closes each after a hundred requests, whatever they were
        if (headers.containsKey("content-length")) {
            headers.put(
                    "content-length",
                    String.valueOf(headers.get("content-length")).equals("[" + reply.body().length + "]"));
        }
        boolean png = String.valueOf(headers.get("content-type")).contains("image/png");
        String body = png
                ? HexFormat.of().formatHex(reply.body(), 0, 33) // signature and header
                : new String(reply.body(), StandardCharsets.UTF_8);
        return reply.status() + " " + headers + " " + normal(body, image);
    }

    private static String normal(String text, UUID image) {
        return text.replace(image.toString(), "IMAGE")
                .replaceAll("\"next\":\\d+", "\"next\":OWN") // one's own count, as OwnLabelsTest shows
                .replaceAll(INSTANT, "TIME")
                .replaceAll("\"confidence\":[0-9.E-]+", "\"confidence\":P")
                .replaceAll("\"suggestion\":\\{\"digit\":\\d", "\"suggestion\":{\"digit\":N");
    }

    /** The next images that are handed out, those that the client has got before left out. */
    List<JsonNode> tasks(int count) throws IOException, InterruptedException {
        List<JsonNode> tasks = new ArrayList<>();
        send("GET", "/api/tasks?count=" + count, (String) null).json().forEach(tasks::add);
        return tasks;
    }
}
