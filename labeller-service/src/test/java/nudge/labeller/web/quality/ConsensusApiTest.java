package nudge.labeller.web.quality;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import nudge.events.Split;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.TestStore;
import nudge.labeller.consensus.RteLabels;
import nudge.labeller.image.NewImage;
import nudge.labeller.web.Browser;
import nudge.quality.CrowdLabels;
import nudge.quality.DawidSkene;
import nudge.quality.MatrixPrior;
import nudge.quality.Policy;
import nudge.quality.Posterior;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consensus, review, gold and explanations over HTTP. Long because all of it needs a labeller of its own, whose policy is crowd, and
 * starting one takes seconds.
 */
@Tag("server")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsensusApiTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String JSON = "application/json";
    private static final Map<String, Double> NO_GOLD =
            Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0, "audit", 0.0, "doubled", 0.0);

    private static RunningLabeller labeller;
    private static Set<Thread> before;

    @BeforeAll
    static void start(@TempDir Path kafka) throws Exception {
        before = Thread.getAllStackTraces().keySet();
        labeller = RunningLabeller.start(kafka, Map.of());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        labeller.close();
    }

    private static void policy(Map<String, Double> settings) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(labeller.uri("/api/quality/policy"))
                .header("Authorization", "Bearer " + labeller.token())
                .header("Content-Type", JSON)
                .PUT(BodyPublishers.ofString(
                        MAPPER.writeValueAsString(Map.of("policy", "crowd", "settings", settings))))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void add(int from, int count, Split split, OptionalInt digit) {
        List<NewImage> images = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            images.add(new NewImage(TestStore.pixels(i).bytes(), split, digit, "test"));
        }
        labeller.images().add(images);
    }

    private static UUID image(int number) {
        return TestStore.pixels(number).imageId();
    }

    private static Answer post(String path, Map<String, ?> body) throws Exception {
        return labeller.post(path, JSON, MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    private record Token(UUID id, String secret) {}

    private static List<Token> tokens(int count) throws Exception {
        Browser owner = Browser.of(labeller, "reviewer");
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode made = owner.post("/api/tokens", Map.of("name", "worker " + i, "role", "annotator", "days", 1))
                    .json();
            tokens.add(new Token(
                    UUID.fromString(made.get("id").asString()),
                    made.get("secret").asString()));
        }
        return tokens;
    }

    /** Somebody's labels, a hundred a request. */
    private static int label(HttpClient client, Token token, List<Map<String, Object>> labels) throws Exception {
        int labelled = 0;
        for (int from = 0; from < labels.size(); from += 100) {
            HttpRequest request = HttpRequest.newBuilder(labeller.uri("/api/bulk"))
                    .header("Authorization", "Bearer " + token.secret())
                    .header("Content-Type", JSON)
                    .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(
                            Map.of("labels", labels.subList(from, Math.min(labels.size(), from + 100))))))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            labelled += MAPPER.readTree(answer.body()).get("labelled").asInt();
        }
        return labelled;
    }

    private static String query(String sql) throws Exception {
        try (Connection connection = labeller.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String finished() throws Exception {
        return query("SELECT count(*) FROM event WHERE type = 'recompute.finished' AND (data ->> 'cause')::bigint ="
                + " (SELECT max(position) FROM event WHERE type IN ('consensus.estimated', 'policy.set'))");
    }

    /** Whether this labeller reads the labels in the log, from which figures are made. */
    private static boolean readsLabels() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("label-history") && !before.contains(thread));
    }

    /** Else the first who asks after a restart waits for it. */
    @Test
    @Order(1)
    void the_log_is_read_for_figures_from_when_the_policy_becomes_crowd_and_before_anybody_asks() throws Exception {
        assertThat(readsLabels()).isFalse();
        policy(NO_GOLD);
        await().atMost(Duration.ofSeconds(20)).until(ConsensusApiTest::readsLabels);
    }

    /** Before anybody else has a label in this log. */
    @Test
    @Order(2)
    void labels_of_164_people_reach_the_answers_of_the_pure_function() throws Exception {
        Map<String, Double> settings = new TreeMap<>(NO_GOLD);
        settings.putAll(Map.of(
                "least", 10.0, "most", 10.0, "settle_at", 0.5, "unsettle_below", 0.5, "estimate_labels", 7_200.0));
        policy(settings);
        add(10_000, RteLabels.ITEMS, Split.TRAIN, OptionalInt.empty());
        List<Token> tokens = tokens(RteLabels.PEOPLE);
        Map<Integer, List<Map<String, Object>>> given = new LinkedHashMap<>();
        for (RteLabels.Label label : RteLabels.read()) {
            given.computeIfAbsent(label.person(), none -> new ArrayList<>())
                    .add(Map.of("image", image(10_000 + label.item()).toString(), "digit", label.given()));
        }
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Integer>> done = new ArrayList<>();
            given.forEach((person, labels) -> done.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return label(client, tokens.get(person), labels);
                        } catch (Exception failed) {
                            throw new IllegalStateException(failed);
                        }
                    },
                    people)));
            assertThat(done.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(8_000);
        } finally {
            people.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> query("SELECT count(*) FROM event WHERE type = 'consensus.estimated'")
                                .equals("1")
                        && finished().equals("1"));
        assertAsThePureFunction(tokens, Policy.Crowd.of(settings));
    }

    private static void assertAsThePureFunction(List<Token> tokens, Policy.Crowd policy) throws Exception {
        Map<UUID, Integer> numbers = new TreeMap<>();
        tokens.forEach(token -> numbers.put(token.id(), 0));
        List<UUID> sorted = List.copyOf(numbers.keySet());
        CrowdLabels.Builder builder = CrowdLabels.builder(10);
        for (RteLabels.Label label : RteLabels.read()) {
            builder.add(label.item(), sorted.indexOf(tokens.get(label.person()).id()), label.given());
        }
        CrowdLabels labels = builder.build();
        DawidSkene.Estimate pure = DawidSkene.estimate(
                labels,
                Collections.nCopies(RteLabels.PEOPLE, MatrixPrior.around(10, 0.8, MatrixPrior.STRENGTH)),
                policy.estimation());
        assertThat(query("SELECT data ->> 'digest' FROM event WHERE type = 'consensus.estimated'"))
                .isEqualTo(HexFormat.of().formatHex(pure.model().digest()));

        Map<UUID, Integer> digits = exportedDigits();
        int[] truth = RteLabels.truth();
        List<Integer> wrong = new ArrayList<>();
        pure.model().posteriors(labels, (posterior, item) -> {
            assertThat(digits.get(image(10_000 + item))).as("item %d", item).isEqualTo(posterior.best());
            if (posterior.best() != truth[item]) {
                wrong.add(item);
            }
        });
        // As few as of the pure function without a prior, which has 58; a majority has 82.5.
        assertThat(wrong.size()).isBetween(50, 62);
        assertExplained(10_000, pure, labels);
    }

    private static Map<UUID, Integer> exportedDigits() throws Exception {
        String position = query("SELECT position FROM log_head");
        Map<UUID, Integer> digits = new TreeMap<>();
        for (String line : new String(
                        labeller.bytes("/api/export?format=jsonl&position=" + position), StandardCharsets.UTF_8)
                .split("\n")) {
            JsonNode image = MAPPER.readTree(line);
            digits.put(
                    UUID.fromString(image.get("image").asString()),
                    image.get("digit").asInt(-1));
        }
        return digits;
    }

    /** Weights are stored in millionths, and nobody is trusted beyond 58 of 60. */
    private static void assertExplained(int first, DawidSkene.Estimate pure, CrowdLabels labels) throws Exception {
        List<Posterior> posteriors = new ArrayList<>();
        pure.model().posteriors(labels, (posterior, item) -> posteriors.add(posterior));
        for (int item = 0; item < 20; item++) {
            JsonNode why =
                    labeller.get("/api/images/" + image(first + item) + "/why").json();
            int digit = posteriors.get(item).best();
            assertThat(why.get("digit").asInt()).isEqualTo(digit);
            assertThat(why.get("basis").asString()).isEqualTo("posterior");
            assertThat(why.get("labels")).hasSize(10);
            assertThat(why.get("posterior")).hasSize(10);
            assertThat(why.get("posterior").get(digit).asDouble())
                    .isEqualTo(why.get("confidence").asDouble(), within(1e-12));
            assertThat(why.get("labels").get(0).get("weights")).hasSize(10);
            assertThat(why.get("text").asString())
                    .startsWith("It is a " + digit + " with a probability of ")
                    .contains("by the policy crowd of position ", "worker ");
        }
    }

    @Test
    void suspects_wait_for_review_once_and_leave_it_when_a_reviewer_decides() throws Exception {
        add(30_000, 3, Split.TRAIN, OptionalInt.of(4));
        List<Map<String, Object>> suspects = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            suspects.add(Map.of("image", image(30_000 + i).toString(), "score", 0.5 + 0.1 * i));
        }
        Map<String, Object> body = Map.of("reason", "model", "images", suspects);
        assertThat(post("/api/review", body).json().get("asked").asInt()).isEqualTo(3);
        assertThat(post("/api/review", body).json().get("asked").asInt()).isZero();

        JsonNode waiting = labeller.get("/api/review?reason=model&limit=2").json();
        assertThat(waiting.get("byReason").get("model").asInt()).isEqualTo(3);
        assertThat(waiting.get("byReason").get("dispute").isIntegralNumber()).isTrue();
        JsonNode first = waiting.get("images").get(0);
        assertThat(waiting.get("images")).hasSize(2);
        assertThat(first.get("image").asString()).isEqualTo(image(30_002).toString());
        assertThat(first.get("score").asDouble()).isEqualTo(0.7, within(1e-9));
        assertThat(first.get("digit").asInt()).isEqualTo(4);
        assertThat(first.get("labels").get(0).get("name").asString()).isEqualTo("Nudge itself");
        assertThat(first.get("posterior")).hasSize(10);
        assertThat(first.get("model").isNull()).isTrue();

        Told told = await().atMost(Duration.ofSeconds(20)).until(ConsensusApiTest::told, Objects::nonNull);
        assertThat(post("/api/images/" + image(30_002) + "/adjudication", Map.of("digit", 9, "comment", "a 9"))
                        .status())
                .isEqualTo(200);
        assertThat(labeller.get("/api/review?limit=2&at=" + told.position()).json())
                .isEqualTo(told.review());
        assertThat(labeller.get("/api/images/" + image(30_002) + "/why?at=" + told.position())
                        .json())
                .isEqualTo(told.why());
        assertThat(labeller.get("/api/review?at=0").json().get("waiting").asInt())
                .isZero();
        assertProblem(labeller.get("/api/images/" + image(30_002) + "/why?at=0"), 404, "at position 0 of the log");
        assertThat(post("/api/review", body).json().get("asked").asInt()).isZero();
        assertThat(labeller.get("/api/review?reason=model")
                        .json()
                        .get("waiting")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(labeller.get("/api/review?reason=model").json().get("images"))
                .hasSize(2);
        JsonNode why = labeller.get("/api/images/" + image(30_002) + "/why").json();
        assertThat(why.get("basis").asString()).isEqualTo("adjudicated");
        assertThat(why.get("text").asString()).contains("decided in review that it shows a 9");
        assertThat(labeller.get("/api/images/" + image(30_000) + "/why")
                        .json()
                        .get("text")
                        .asString())
                .isEqualTo("It came with its label 4.");
    }

    /** What was told, and at which position. */
    private record Told(String position, JsonNode review, JsonNode why) {}

    /** Null when something happened meanwhile: Nudge works in the background. */
    private static Told told() throws Exception {
        String position = query("SELECT position FROM log_head");
        Told told = new Told(
                position,
                labeller.get("/api/review?limit=2").json(),
                labeller.get("/api/images/" + image(30_002) + "/why").json());
        return position.equals(query("SELECT position FROM log_head")) ? told : null;
    }

    @Test
    void what_is_no_suspect_is_refused_in_one_line() throws Exception {
        String image = image(1).toString();
        assertProblem(
                post("/api/review", Map.of("reason", "dispute", "images", List.of())),
                400,
                "expected the reason model");
        assertProblem(
                post("/api/review", Map.of("images", List.of(Map.of("image", image, "score", 2)))),
                400,
                "expected score to be a number from 0 to 1, got 2");
        assertProblem(
                post("/api/review", Map.of("images", List.of(Map.of("image", new UUID(1, 1).toString(), "score", 1)))),
                400,
                "expected images of this Nudge");
        assertProblem(labeller.get("/api/review?reason=haste"), 400, "expected dispute, rejected, model");
        assertProblem(labeller.get("/api/images/" + new UUID(1, 1) + "/why"), 404, "there is no image");
    }

    /** The gold of this test. */
    private static List<JsonNode> fives() throws Exception {
        return labeller.get("/api/gold")
                .json()
                .get("images")
                .valueStream()
                .filter(gold -> gold.get("digit").asInt() == 5)
                .toList();
    }

    @Test
    void gold_stands_in_a_list_with_who_contests_it() throws Exception {
        add(40_000, 60, Split.HELD_OUT, OptionalInt.of(5));
        policy(Map.of("audit", 0.0, "quiz", 20.0));
        await().atMost(Duration.ofSeconds(60)).until(() -> fives().size() == 2);
        JsonNode gold = fives().get(0);
        assertThat(gold.get("digit").asInt()).isEqualTo(5);
        assertThat(gold.get("seen").asInt()).isZero();
        assertThat(gold.get("contests")).isEmpty();
        String image = gold.get("image").asString();
        assertThat(labeller.bytes(gold.get("png").asString())).isNotEmpty();
        ToldGold told = await().atMost(Duration.ofSeconds(20)).until(ConsensusApiTest::toldGold, Objects::nonNull);

        Token worker = tokens(1).get(0);
        label(HttpClient.newHttpClient(), worker, List.of(Map.of("image", image, "digit", 6)));
        HttpRequest contest = HttpRequest.newBuilder(labeller.uri("/api/gold/" + image + "/contest"))
                .header("Authorization", "Bearer " + worker.secret())
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("{\"digit\": 6, \"reason\": \"a 6\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(contest, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        JsonNode list = labeller.get("/api/gold").json();
        assertThat(list.get("contested").asInt()).isEqualTo(1);
        JsonNode contested = list.get("images").get(0);
        assertThat(contested.get("image").asString()).isEqualTo(image);
        assertThat(contested.get("missed").asInt()).isEqualTo(1);
        assertThat(contested.get("contests").get(0).get("byName").asString()).isEqualTo("worker 0");
        assertThat(contested.get("contests").get(0).get("digit").asInt()).isEqualTo(6);

        ToldGold later = await().atMost(Duration.ofSeconds(20)).until(ConsensusApiTest::toldGold, Objects::nonNull);
        assertThat(post("/api/gold/" + image + "/correct", Map.of("digit", 6, "reason", "a 6"))
                        .status())
                .isEqualTo(200);
        for (ToldGold then : List.of(told, later)) {
            assertThat(labeller.get("/api/gold?at=" + then.position()).json()).isEqualTo(then.gold());
        }
        assertThat(labeller.get("/api/gold?at=0").json().get("images")).isEmpty();
    }

    private record ToldGold(String position, JsonNode gold) {}

    /** Null when something happened meanwhile. */
    private static ToldGold toldGold() throws Exception {
        String position = query("SELECT position FROM log_head");
        ToldGold told = new ToldGold(position, labeller.get("/api/gold").json());
        return position.equals(query("SELECT position FROM log_head")) ? told : null;
    }
}
