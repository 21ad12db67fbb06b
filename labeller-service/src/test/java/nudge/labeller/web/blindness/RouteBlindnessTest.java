package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.labeller.RunningLabeller;
import nudge.labeller.TestStore;
import nudge.labeller.web.blindness.BlindClient.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every route that annotators may use, and what it tells them while images with known answers are hidden among the others. A route that
 * is new has to be named here: is it blind, the same for all, or refused?
 */
@Tag("server")
class RouteBlindnessTest {
    /**
     * <ul>
     *   <li>blind: it answers with one's own labels alone, or with the same for every image
     *   <li>same: it tells nothing of labels, and is the same for all
     *   <li>refused: it cannot be made blind
     * </ul>
     *
     * Routes that ask for a reviewer or an administrator stand in {@code RoutesTest}.
     */
    private static final String DECISIONS = """
            blind GET /api/tasks
            blind GET /api/bulk
            blind POST /api/bulk
            blind POST /api/images/{id}/label
            blind DELETE /api/images/{id}/label
            blind POST /api/images/{id}/skip
            blind DELETE /api/images/{id}/skip
            blind POST /api/images/{id}/reject
            blind DELETE /api/images/{id}/reject
            blind GET /api/images
            blind POST /api/images
            blind GET /api/images/{id}
            blind GET /api/images/{id}/history
            blind POST /api/imports
            blind POST /api/sheets/images
            blind GET /api/progress
            blind GET /api/stream
            blind GET /api/accuracy
            blind GET /api/checkpoints
            blind GET /api/checkpoints/{id}
            blind GET /api/me/quality
            blind POST /api/gold/{image}/contest
            same GET /api/images/{id}/png
            same POST /api/sheets
            same GET /api/session
            same POST /api/session
            same POST /api/session/second
            same DELETE /api/session
            same GET /api/sessions
            same DELETE /api/sessions
            same POST /api/sessions/{id}/end
            same PUT /api/password
            same POST /api/welcome
            same POST /api/welcome/opened
            same GET /api/passkeys
            same POST /api/passkeys
            same POST /api/passkeys/begin
            same POST /api/passkeys/{id}/remove
            same GET /api/tokens
            same POST /api/tokens
            same DELETE /api/tokens/{id}
            same GET /actuator/health
            refused POST /api/predict
            refused GET /api/explain
            refused POST /api/explain
            refused GET /api/checkpoints/{id}/weights
            refused GET /api/checkpoints/{id}/safetensors
            refused GET /api/checkpoints/{id}/onnx
            """;

    private static RunningLabeller labeller;
    private static BlindClient annotator;
    private static BlindClient reviewer;

    @BeforeAll
    static void start() throws Exception {
        labeller = CrowdLabeller.get().labeller;
        annotator = BlindClient.of(labeller, "annotator");
        reviewer = BlindClient.of(labeller, "reviewer");
    }

    private static Map<String, String> decisions() {
        Map<String, String> decisions = new TreeMap<>();
        DECISIONS.lines().forEach(line -> decisions.put(line.substring(line.indexOf(' ') + 1), line.split(" ", 2)[0]));
        return decisions;
    }

    private static Set<String> decided(String kind) {
        return decisions().entrySet().stream()
                .filter(decision -> decision.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the role of an annotator is too little, whatever they ask for. */
    private static boolean isForReviewers(Reply reply) {
        return reply.status() == 403 && detail(reply).equals("your role does not allow this: ask an administrator");
    }

    private static String detail(Reply reply) {
        return reply.body().length == 0 ? "" : reply.json().path("detail").asString("");
    }

    private static Reply ask(BlindClient client, String route) throws Exception {
        String[] methodAndPath = route.split(" ", 2);
        String path = methodAndPath[1].replaceAll("\\{\\w+}", UUID.randomUUID().toString());
        return client.send(methodAndPath[0].replace("ANY", "GET"), path, (String) null);
    }

    @Test
    void every_route_that_an_annotator_may_use_has_a_decision() throws Exception {
        Set<String> known = decisions().keySet();
        for (String route : labeller.routes()) {
            // Those that end a session or never end an answer are known.
            if (!known.contains(route)) {
                assertThat(isForReviewers(ask(annotator, route)))
                        .as(route + " is for reviewers, or else is named in this test and in BlindRoutes")
                        .isTrue();
            }
        }
    }

    @Test
    void the_server_opens_to_the_blind_what_is_decided_here_and_nothing_else() {
        assertThat(BlindRoutes.OWN).containsExactlyInAnyOrderElementsOf(decided("blind"));
        Set<String> same = decided("same");
        same.removeIf(route -> !route.contains(" /api/"));
        assertThat(BlindRoutes.SAME).containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void what_cannot_be_made_blind_is_refused_to_annotators_with_one_line_and_not_to_reviewers() throws Exception {
        for (String route : decided("refused")) {
            Reply refused = ask(annotator, route);
            assertThat(refused.status()).as(route).isEqualTo(403);
            assertThat(detail(refused))
                    .isEqualTo(
                            "expected a reviewer: while labels of several people are collected, this would tell annotators"
                                    + " about labels that are not theirs; ask a reviewer");
            assertThat(ask(reviewer, route).status())
                    .as(route + " as a reviewer")
                    .isNotEqualTo(403);
        }
        assertThat(annotator
                        .send("HEAD", "/api/checkpoints/x/weights", (String) null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_training_is_told_without_positions_rounds_and_exact_times() throws Exception {
        JsonNode blind =
                annotator.send("GET", "/api/checkpoints", (String) null).json();
        assertThat(blind).hasSize(1);
        JsonNode checkpoint = blind.get(0);
        // There may be newer ones, which the annotator does not see yet.
        JsonNode seen = reviewer.send(
                        "GET", "/api/checkpoints/" + checkpoint.get("id").asString(), (String) null)
                .json();
        assertThat(checkpoint.propertyNames()).containsExactlyElementsOf(seen.propertyNames());
        assertThat(checkpoint.get("id")).isEqualTo(seen.get("id"));
        assertThat(checkpoint.get("accuracy")).isEqualTo(seen.get("accuracy"));
        assertThat(checkpoint.get("position").asLong()).isZero();
        for (String hidden : new String[] {"training", "parent", "sha256"}) {
            assertThat(seen.has(hidden)).isTrue();
            assertThat(checkpoint.get(hidden).isNull()).as(hidden).isTrue();
        }
        assertThat(checkpoint.get("at").asString()).matches("....-..-..T..:..:..Z");
        assertThat(annotator
                        .send("GET", "/api/checkpoints/" + checkpoint.get("id").asString(), (String) null)
                        .json())
                .isEqualTo(checkpoint);
        assertThat(annotator
                        .send("GET", "/api/checkpoints/another", (String) null)
                        .status())
                .isEqualTo(404);
        JsonNode point =
                annotator.send("GET", "/api/accuracy", (String) null).json().get(0);
        assertThat(point.get("position").asLong()).isZero();
        assertThat(point.get("prequential").isNull()).isTrue();
    }

    @Test
    void search_finds_ones_own_labels_and_refuses_filters_that_tell_of_others() throws Exception {
        BlindClient ada = BlindClient.of(labeller, "annotator");
        UUID image = UUID.fromString(ada.tasks(1).get(0).get("image").asString());
        assertThat(ada.send("GET", "/api/images", (String) null).json().get("images"))
                .isEmpty();
        ada.send("POST", "/api/images/" + image + "/label", "{\"digit\": 7}");
        JsonNode found = ada.send("GET", "/api/images?digit=7&annotator=" + ada.actor, (String) null)
                .json();
        assertThat(found.get("own").asBoolean()).isTrue();
        assertThat(found.get("images")).hasSize(1);
        assertThat(found.get("images").get(0).get("image").asString()).isEqualTo(image.toString());
        assertThat(ada.send("GET", "/api/images?digit=8", (String) null).json().get("images"))
                .isEmpty();
        for (String filter : new String[] {
            "split=held-out", "state=labelled", "state=open", "below=0.9", "annotator=" + UUID.randomUUID()
        }) {
            Reply refused = ada.send("GET", "/api/images?" + filter, (String) null);
            assertThat(refused.status()).as(filter).isEqualTo(403);
            assertThat(detail(refused)).startsWith("expected id or digit alone:");
        }
        JsonNode all =
                reviewer.send("GET", "/api/images?limit=200", (String) null).json();
        assertThat(all.has("own")).isFalse();
        assertThat(all.get("images").size()).isGreaterThan(100);
    }

    @Test
    void what_somebody_adds_tells_neither_its_split_nor_whether_it_has_a_twin() throws Exception {
        Reply blind = add(annotator, 10_001);
        assertThat(blind.status()).isEqualTo(201);
        assertThat(blind.json().get("version").asInt()).isEqualTo(1);
        assertThat(blind.json().get("split").isNull()).isTrue();
        assertThat(blind.json().get("putAside").asBoolean()).isFalse();
        Reply again = add(annotator, 10_001);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(blind.json());
        assertThat(add(reviewer, 10_002).json().get("split").asString()).isIn("train", "held-out");
        // The pixels of an image that has a known answer, one that has none, and their near twins.
        for (int known : new int[] {0, CrowdLabeller.GOLD}) {
            JsonNode there = add(annotator, known).json();
            assertThat(there.get("split").isNull()).isTrue();
            assertThat(there.get("version").asInt()).isEqualTo(1);
            byte[] twin = TestStore.pixels(known).bytes().clone();
            for (int i = 0; i < 20; i++) {
                twin[i * 39] = (byte) (twin[i * 39] ^ 1);
            }
            JsonNode beside = add(annotator, twin).json();
            assertThat(beside.get("putAside").asBoolean()).isFalse();
            assertThat(beside.get("split").isNull()).isTrue();
            UUID image = UUID.fromString(beside.get("image").asString());
            for (String what : new String[] {"skip", "reject", "label"}) {
                annotator.send("DELETE", "/api/images/" + image + "/skip", (String) null);
                Reply decided = annotator.send(
                        "POST", "/api/images/" + image + "/" + what, what.equals("label") ? "{\"digit\": 1}" : null);
                assertThat(decided.status())
                        .as("%s of a twin of %d: %s", what, known, detail(decided))
                        .isEqualTo(200);
            }
        }
    }

    private static Reply add(BlindClient client, long seed) throws Exception {
        return add(client, TestStore.pixels(seed).bytes());
    }

    private static Reply add(BlindClient client, byte[] pixels) throws Exception {
        return client.send("POST", "/api/images", pixels, "Content-Type", "application/octet-stream");
    }

    @Test
    void an_import_labels_what_it_adds_and_nothing_that_is_there() throws Exception {
        BlindClient ada = BlindClient.of(labeller, "annotator");
        for (int known : new int[] {5, CrowdLabeller.GOLD + 5, 20_000}) {
            Reply report = ada.send(
                    "POST",
                    "/api/imports?name=7/x.csv",
                    csv(TestStore.pixels(known).bytes(), 7),
                    "Content-Type",
                    "text/csv");
            assertThat(report.status())
                    .as(new String(report.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            boolean isNew = known == 20_000;
            assertThat(report.json().get("added").asInt()).isEqualTo(isNew ? 1 : 0);
            assertThat(report.json().get("labelled").asInt()).isEqualTo(isNew ? 1 : 0);
            assertThat(report.json().get("putAside").asInt()).isZero();
        }
        assertThat(ada.send("GET", "/api/progress", (String) null)
                        .json()
                        .get("labelled")
                        .asInt())
                .isEqualTo(1);
    }

    private static byte[] csv(byte[] pixels, int label) {
        StringBuilder row = new StringBuilder().append(label);
        for (byte pixel : pixels) {
            row.append(',').append(pixel & 0xff);
        }
        return row.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void images_that_one_has_not_answered_are_as_unknown_as_those_that_there_are_not() throws Exception {
        UUID there = TestStore.pixels(1).imageId();
        UUID nowhere = UUID.randomUUID();
        for (String what : new String[] {"", "/history"}) {
            Reply known = annotator.send("GET", "/api/images/" + there + what, (String) null);
            Reply unknown = annotator.send("GET", "/api/images/" + nowhere + what, (String) null);
            assertThat(known.status()).isEqualTo(404);
            assertThat(BlindClient.transcript(known, there)).isEqualTo(BlindClient.transcript(unknown, nowhere));
        }
        assertThat(reviewer.send("GET", "/api/images/" + there, (String) null)
                        .json()
                        .get("digit")
                        .asInt())
                .isEqualTo(1);
        assertThat(annotator
                        .send("GET", "/api/images/" + there + "/png", (String) null)
                        .status())
                .isEqualTo(200);
    }
}
