package nudge.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import nudge.embedded.FileFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API of a Nudge, as any program would use it. Thread-safe. */
public final class Api {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int TRIES = 14;
    /** A token that was good and is good no more has been renewed, or will be in a moment. */
    private static final int MOST_STALE_TOKENS = 9;

    private final HttpClient client;
    private final URI base;
    private final Duration timeout;
    private final int tries;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final Supplier<String> tokens;
    private volatile String token;
    private volatile boolean wasGood;

    /**
     * The API at an address.
     *
     * @param base such as {@code http://127.0.0.1:8080}
     * @param tokens gives the token, and is asked again when it is not good any more
     */
    public Api(URI base, Supplier<String> tokens) {
        this(client(null), base, tokens, TIMEOUT, TRIES);
    }

    /** @param certificates whose the server's certificate may be; null for those that Java trusts */
    Api(URI base, Supplier<String> tokens, @Nullable SSLContext certificates) {
        this(client(certificates), base, tokens, TIMEOUT, TRIES);
    }

    private Api(HttpClient client, URI base, Supplier<String> tokens, Duration timeout, int tries) {
        this.client = client;
        this.base = base;
        this.timeout = timeout;
        this.tries = tries;
        this.tokens = tokens;
        this.token = tokens.get();
    }

    private static HttpClient client(@Nullable SSLContext certificates) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        return (certificates == null ? client : client.sslContext(certificates)).build();
    }

    /** The same API for somebody else. */
    Api as(String otherToken) {
        return new Api(client, base, () -> otherToken, timeout, tries);
    }

    /** Accepts an invitation to this API. */
    InvitedPerson accept(JsonNode invitation, String name) throws InterruptedException {
        return InvitedPerson.accept(client, base, invitation, name);
    }

    /** The same API with another patience. */
    Api trying(int otherTries, Duration otherTimeout) {
        return new Api(client, base, tokens, otherTimeout, otherTries);
    }

    /** @param suggestion what the model reads, or null when there is none, or it is hidden */
    public record Task(UUID image, int version, @Nullable Suggestion suggestion) {}

    /** @param checkpoint of the model that read it */
    public record Suggestion(int digit, double confidence, String checkpoint) {
        static @Nullable Suggestion of(JsonNode json) {
            return json.isObject()
                    ? new Suggestion(
                            json.get("digit").asInt(),
                            json.get("confidence").asDouble(),
                            json.get("checkpoint").asString())
                    : null;
        }
    }

    /** @param position of the label in the log */
    public record Receipt(UUID image, int version, long position) {}

    /** Leases the next tasks. */
    public List<Task> tasks(int count) throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : get("/api/tasks?count=" + count)) {
            tasks.add(new Task(
                    UUID.fromString(task.get("image").asString()),
                    task.get("version").asInt(),
                    Suggestion.of(task.path("suggestion"))));
        }
        return tasks;
    }

    /**
     * Labels an image; what fails on the way is sent again with the same key, so that it counts once.
     *
     * @throws StaleTaskException when the image has changed since the task was handed out
     */
    public Receipt label(Task task, int digit, int elapsedMs) throws InterruptedException {
        return label(task, digit, elapsedMs, UUID.randomUUID().toString());
    }

    Receipt label(Task task, int digit, int elapsedMs, String key) throws InterruptedException {
        return label(task, Map.of("digit", digit, "version", task.version(), "elapsedMs", elapsedMs), key);
    }

    /** Labels an image as somebody does who was shown the suggestion of the task, if it has one. */
    Receipt labelAsShown(Task task, int digit, int elapsedMs) throws InterruptedException {
        Map<String, Object> label = new HashMap<>();
        label.put("digit", digit);
        label.put("version", task.version());
        label.put("elapsedMs", elapsedMs);
        if (task.suggestion() != null) {
            label.put("suggested", task.suggestion());
        }
        return label(task, label, UUID.randomUUID().toString());
    }

    private Receipt label(Task task, Map<String, ?> label, String key) throws InterruptedException {
        String body = MAPPER.writeValueAsString(label);
        JsonNode answer = send(HttpRequest.newBuilder(base.resolve("/api/images/" + task.image() + "/label"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
        return new Receipt(
                task.image(),
                answer.get("version").asInt(),
                answer.get("position").asLong());
    }

    /** Adds an image to the pool, if it is not there. */
    UUID add(byte[] pixels) throws InterruptedException {
        JsonNode answer = send(HttpRequest.newBuilder(base.resolve("/api/images"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(pixels)));
        return UUID.fromString(answer.get("image").asString());
    }

    /**
     * Imports a CSV without a header, label first and pixels from 0 to 255; what fails on the way is sent again with the same
     * key, so that it counts once.
     */
    public JsonNode importFile(String name, String contentType, byte[] file) throws InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(
                        "/api/imports?label=first&scale=255&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)))
                .header("Content-Type", contentType)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofByteArray(file)));
    }

    /** Fetches what may be large into a file, which is there when all of it has come. */
    public void download(String path, Path file) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new CommandFailedException("the labeller refused a request with " + response.statusCode()
                            + ": " + detail(body.readNBytes(1 << 16)));
                }
                Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            refuseStranger(failed);
            throw new CommandFailedException(
                    "what " + base + " sends does not come whole into " + file + ": " + FileFailure.reason(failed));
        }
    }

    public JsonNode get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** What is there; empty where nothing is, as in a Nudge of an older version. */
    Optional<JsonNode> find(String path) throws InterruptedException {
        try {
            return Optional.of(get(path));
        } catch (RefusedRequestException refused) {
            if (refused.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    public JsonNode post(String path, Map<String, ?> body) throws InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        String trouble = "";
        int stale = 0;
        for (int attempt = 0; attempt < tries; attempt++) {
            if (attempt > 0) {
                Thread.sleep(Math.min(5_000, 100L << attempt));
            }
            String used = token;
            try {
                HttpResponse<byte[]> response =
                        WholeAnswer.of(client, request.setHeader("Authorization", "Bearer " + used), timeout);
                if (response.statusCode() < 300) {
                    wasGood = true;
                    return MAPPER.readTree(response.body());
                }
                trouble = response.statusCode() + ": " + detail(response.body());
                boolean renewed =
                        response.statusCode() == 401 && (renewed(used) || wasGood && stale++ < MOST_STALE_TOKENS);
                if (response.statusCode() == PRECONDITION_FAILED) {
                    throw new StaleTaskException(trouble);
                }
                if (response.statusCode() < 500 && response.statusCode() != 429 && !renewed) {
                    throw new RefusedRequestException(response.statusCode(), trouble);
                }
            } catch (IOException away) {
                refuseStranger(away);
                trouble = away.toString();
            }
        }
        throw new CommandFailedException("the labeller at " + base + " does not answer (" + trouble + ")");
    }

    /** Whether there is another token than the one that was used: a Nudge that was started again makes one. */
    private boolean renewed(String used) {
        token = tokens.get();
        return !token.equals(used);
    }

    /** A server that is not the one that was meant will not become it. */
    private void refuseStranger(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                throw new CommandFailedException("expected " + base + " to show a certificate that is trusted here, got"
                        + " another (" + cause.getMessage() + "): name the PEM file of its certificate, or of who"
                        + " signed it, with --certificate");
            }
        }
    }

    /** Why a request was refused, as the labeller says. */
    static String detail(byte[] body) {
        try {
            return MAPPER.readTree(body).path("detail").asString("no reason");
        } catch (tools.jackson.core.JacksonException notJson) {
            return new String(body, StandardCharsets.UTF_8).contains("requires TLS")
                    ? "it speaks TLS: use --url https://..."
                    : "no reason";
        }
    }
}
