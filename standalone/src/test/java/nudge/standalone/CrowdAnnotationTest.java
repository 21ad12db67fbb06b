package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;
import nudge.quality.simulation.SimulatedCrowd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A simulated crowd before a labeller of a few routes, which hands out a quiz, then images until two people have labelled each,
 * and distrusts whoever has answered eight gold images and half of them wrong.
 */
class CrowdAnnotationTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Mnist TRAIN = Mnist.firstOfTrain(60);
    private static final Mnist TEST = Mnist.test();
    private static final MnistLabels TRUTHS = MnistLabels.all();
    private static final int QUIZ = 10;

    static {
        // Without it, every answer waits for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, UUID> actors = new LinkedHashMap<>();
    private final Map<UUID, String> names = new HashMap<>();
    private final Map<UUID, Map<UUID, Integer>> labels = new LinkedHashMap<>();
    private final Map<UUID, Long> distrusted = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<UUID> gold =
            IntStream.range(0, 40).mapToObj(i -> id(TEST.image(i))).toList();
    private final List<UUID> images = new ArrayList<>();
    private final Set<UUID> leased = new HashSet<>();
    private boolean speaksOfQuality = true;
    private boolean refuses;
    private int refusedTasks;
    private HttpServer server;

    private static UUID id(byte[] pixels) {
        return Pixels.of(pixels).imageId();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        for (int i = 0; i < 60; i++) {
            images.add(id(TRAIN.image(i)));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        String[] path = exchange.getRequestURI().getPath().split("/");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        UUID actor = token == null ? null : actors.get(token.substring("Bearer ".length()));
        Object answer;
        switch (exchange.getRequestMethod() + " " + (path.length > 4 ? path[4] : path[2])) {
            case "GET session" -> {
                exchange.getResponseHeaders().add("Set-Cookie", "XSRF-TOKEN-1=before; Path=/");
                answer = Map.of();
            }
            case "POST invitations" ->
                answer = Map.of(
                        "link", "/welcome.html#secret-of-" + body.get("note").asString());
            case "POST welcome" -> {
                assertThat(body.get("secret").asString())
                        .isEqualTo("secret-of-" + body.get("name").asString());
                assertThat(exchange.getRequestHeaders().getFirst("X-XSRF-TOKEN"))
                        .isEqualTo("before");
                exchange.getResponseHeaders().add("Set-Cookie", "XSRF-TOKEN-1=after; Path=/");
                exchange.getResponseHeaders().add("Set-Cookie", "nudge-session-1=open; Path=/; HttpOnly");
                answer = Map.of();
            }
            case "POST tokens" -> {
                assertThat(exchange.getRequestHeaders().getFirst("X-XSRF-TOKEN"))
                        .isEqualTo("after");
                assertThat(exchange.getRequestHeaders().getFirst("Cookie")).contains("nudge-session-1=open");
                assertThat(body.get("role").asString()).isEqualTo("annotator");
                UUID made = UUID.randomUUID();
                actors.put("token-" + made, made);
                names.put(made, body.get("name").asString());
                answer = Map.of("id", made, "secret", "token-" + made);
            }
            case "DELETE session" -> answer = Map.of();
            case "GET tasks" -> answer = tasks(actor);
            case "POST label" -> answer = label(UUID.fromString(path[3]), actor, body);
            case "GET images" -> answer = state(UUID.fromString(path[3]));
            case "GET history" -> answer = history(UUID.fromString(path[3]));
            case "GET quality" -> answer = speaksOfQuality ? Map.of("policy", Map.of("name", "crowd")) : null;
            case "GET annotators" -> answer = speaksOfQuality ? annotators(path) : null;
            default -> throw new IOException("expected no such request: " + exchange.getRequestURI());
        }
        int status = answer == null ? 404 : answer instanceof Integer refusal ? refusal : 200;
        byte[] bytes = status == 200
                ? MAPPER.writeValueAsBytes(answer)
                : "{\"detail\": \"a test refuses\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<Map<String, Object>> tasks(UUID actor) {
        List<UUID> next = new ArrayList<>(gold.stream()
                .filter(image -> !has(image, actor))
                .limit(Math.max(
                        0,
                        QUIZ - gold.stream().filter(image -> has(image, actor)).count()))
                .toList());
        if (next.isEmpty()) {
            images.stream()
                    .filter(image -> !leased.contains(image) && !has(image, actor) && counting(image) < 2)
                    .sorted(Comparator.comparingLong(image -> -counting(image)))
                    .limit(8)
                    .forEach(next::add);
            leased.addAll(next);
        }
        return next.stream()
                .limit(8)
                .map(image -> Map.<String, Object>of(
                        "image",
                        image,
                        "version",
                        1,
                        "suggestion",
                        Map.of("digit", 3, "confidence", 0.5, "checkpoint", "1-cafe")))
                .toList();
    }

    private boolean has(UUID image, UUID actor) {
        return labels.getOrDefault(image, Map.of()).containsKey(actor);
    }

    private long counting(UUID image) {
        return labels.getOrDefault(image, Map.of()).keySet().stream()
                .filter(actor -> !distrusted.containsKey(actor))
                .count();
    }

    private Object label(UUID image, UUID actor, JsonNode body) {
        leased.remove(image);
        if (refuses && log.size() % 7 == 6 && refusedTasks++ % 2 == 0) {
            return refusedTasks % 4 == 1 ? 412 : 409;
        }
        assertThat(body.get("suggested").get("digit").asInt()).isEqualTo(3);
        labels.computeIfAbsent(image, id -> new LinkedHashMap<>())
                .put(actor, body.get("digit").asInt());
        log.add(image + " " + actor);
        if (gold.contains(image)) {
            long seen = gold.stream().filter(each -> has(each, actor)).count();
            long right = gold.stream()
                    .filter(each -> has(each, actor) && labels.get(each).get(actor) == TEST.digit(gold.indexOf(each)))
                    .count();
            if (seen >= 8 && right <= seen / 2) {
                distrusted.putIfAbsent(actor, (long) log.size() + 1);
                log.add("distrusted");
            }
        }
        return Map.of("version", 1, "position", 0);
    }

    private Map<String, Object> state(UUID image) {
        Map<String, Object> state = new HashMap<>();
        Integer digit = gold.contains(image) ? Integer.valueOf(TEST.digit(gold.indexOf(image))) : null;
        if (digit == null && counting(image) >= 2) {
            List<Integer> given = labels.get(image).entrySet().stream()
                    .filter(each -> !distrusted.containsKey(each.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            digit = given.get(0).equals(given.get(1)) ? given.get(0) : null;
        }
        state.put("digit", digit);
        return state;
    }

    private List<Map<String, Object>> history(UUID image) {
        return labels.get(image).keySet().stream()
                .map(actor -> Map.<String, Object>of(
                        "type", "label.given", "actor", actor, "position", log.indexOf(image + " " + actor) + 1))
                .toList();
    }

    private Object annotators(String[] path) {
        return path.length == 3
                ? actors.values().stream().map(this::annotator).toList()
                : annotator(UUID.fromString(path[3]));
    }

    private Map<String, Object> annotator(UUID actor) {
        Map<String, Object> annotator = new HashMap<>();
        annotator.put("id", actor);
        annotator.put("name", names.get(actor));
        annotator.put("gold", Map.of("seen", 8, "correct", 4));
        annotator.put("trust", 0.8);
        annotator.put("state", distrusted.containsKey(actor) ? "distrusted" : "trusted");
        annotator.put(
                "decisions",
                distrusted.containsKey(actor)
                        ? List.of(Map.of("kind", "distrusted", "position", distrusted.get(actor)))
                        : List.of());
        return annotator;
    }

    private Api admin() {
        actors.put("admin", new UUID(0, 1));
        return new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), () -> "admin");
    }

    private CrowdResult run(String crowd, int most) throws InterruptedException {
        ProgressBar bar = new ProgressBar(new PrintWriter(new StringWriter()), "images", most);
        try (CrowdAnnotation annotation =
                new CrowdAnnotation(admin(), SimulatedCrowd.parse(crowd), 1, TRUTHS, most, 3)) {
            annotation.label(bar);
            return CrowdResult.of(annotation, 1, 1);
        }
    }

    @Test
    void a_crowd_labels_until_nothing_waits_for_anybody_and_who_is_distrusted_stops() throws InterruptedException {
        refuses = true;
        CrowdResult result = run("3*good:1,1*spammer,1*always:7", Integer.MAX_VALUE);
        assertThat(result.policy()).isEqualTo("crowd");
        assertThat(result.images()).isEqualTo(60);
        assertThat(result.settled()).isEqualTo(60);
        assertThat(result.settledRight()).isEqualTo(1);
        assertThat(result.labels()).as("what distrusted people gave is counted").isGreaterThanOrEqualTo(120);
        assertThat(result.goldLabels()).isBetween(3 * QUIZ + 2 * 8, 5 * QUIZ);
        assertThat(refusedTasks).as("tasks that were refused were passed over").isGreaterThan(2);
        for (CrowdResult.Member member : result.members().subList(3, 5)) {
            assertThat(member.distrustedAfter()).isEqualTo(8);
            assertThat(member.labels()).as("two rounds of eight tasks at most").isBetween(8, 16);
        }
        assertThat(result.members().subList(0, 3)).allSatisfy(member -> {
            assertThat(member.distrustedAfter()).isNull();
            assertThat(member.labels()).isGreaterThan(16);
        });
        assertThat(result.majority().labels()).isEqualTo(180);
    }

    @Test
    void it_begins_as_many_images_as_it_should_and_completes_them() throws InterruptedException {
        CrowdResult result = run("4*good:1", 17);
        assertThat(result.images()).isEqualTo(17);
        assertThat(result.settled()).isEqualTo(17);
        assertThat(labels.keySet().stream().filter(images::contains)).hasSize(17);
        assertThat(result.labels()).isEqualTo(34);
    }

    @Test
    void the_same_seed_gives_the_same_wrong_answers() throws InterruptedException {
        run("2*sloppy:0.8", 30);
        Map<UUID, List<Integer>> first = digits();
        labels.clear();
        actors.clear();
        run("2*sloppy:0.8", 30);
        assertThat(digits()).isEqualTo(first).hasSize(QUIZ + 30);
    }

    private Map<UUID, List<Integer>> digits() {
        Map<UUID, List<Integer>> digits = new HashMap<>();
        labels.forEach((image, given) ->
                digits.put(image, given.values().stream().sorted().toList()));
        return digits;
    }

    @Test
    void a_nudge_that_says_nothing_of_annotators_is_labelled_as_well() throws InterruptedException {
        speaksOfQuality = false;
        CrowdResult result = run("2*good:1", Integer.MAX_VALUE);
        assertThat(result.policy()).isEqualTo("solo");
        assertThat(result.images()).isEqualTo(60);
        assertThat(result.members())
                .allSatisfy(member -> assertThat(member.known()).isNull());
    }

    @Test
    void an_image_that_is_not_of_mnist_is_named() {
        images.add(0, new UUID(7, 7));
        assertThatThrownBy(() -> run("2*good:1", 5))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("image 00000000-0000-0007-0000-000000000007 is not one of MNIST");
    }
}
