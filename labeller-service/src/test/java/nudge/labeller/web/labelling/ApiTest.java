package nudge.labeller.web.labelling;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("server")
class ApiTest {
    private static final String JSON = "application/json";

    private static RunningLabeller labeller;
    private static UUID heldOut;

    @BeforeAll
    static void start(@TempDir Path kafka) throws Exception {
        labeller = RunningLabeller.start(kafka, Map.of());
        Mnist test = Mnist.test();
        List<NewImage> pool = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pool.add(new NewImage(test.image(i), Split.TRAIN, OptionalInt.empty(), "test"));
        }
        pool.add(new NewImage(test.image(200), Split.HELD_OUT, OptionalInt.of(test.digit(200)), "test"));
        heldOut = Pixels.of(test.image(200)).imageId();
        labeller.images().add(pool);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        labeller.close();
    }

    private static JsonNode task() throws Exception {
        return labeller.get("/api/tasks?count=1").json().get(0);
    }

    private static String path(JsonNode task, String what) {
        return "/api/images/" + task.get("image").asString() + "/" + what;
    }

    private static Answer label(JsonNode task, String body, String... headers) throws Exception {
        return labeller.post(path(task, "label"), JSON, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void without_a_checkpoint_nothing_is_predicted_and_nothing_is_down() throws Exception {
        assertProblem(
                labeller.post("/api/predict", "application/octet-stream", new byte[784]), 409, "no checkpoint yet");
    }

    @Test
    void a_label_is_acknowledged_with_its_position_and_stands_in_the_history() throws Exception {
        JsonNode task = task();
        Answer answer = label(
                task,
                "{\"digit\":7,\"version\":1,\"lease\":\"x\",\"elapsedMs\":812,"
                        + "\"suggested\":{\"digit\":1,\"confidence\":0.5,\"checkpoint\":\"c\"}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("version").asInt()).isEqualTo(3);
        assertThat(answer.json().get("position").asLong()).isGreaterThan(200);
        JsonNode given = labeller.get(path(task, "history")).json().get(1);
        assertThat(given.get("type").asString()).isEqualTo("label.given");
        assertThat(given.get("data").get("elapsedMs").asInt()).isEqualTo(812);
        assertThat(given.get("data").get("suggested").get("checkpoint").asString())
                .isEqualTo("c");
    }

    @Test
    void a_label_counts_after_its_lease_and_the_version_decides_between_two() throws Exception {
        JsonNode late = task();
        try (Connection database = labeller.database();
                Statement statement = database.createStatement()) {
            statement.execute("UPDATE task SET expires = now() WHERE image = '"
                    + late.get("image").asString() + "'");
        }
        JsonNode again = labeller.get("/api/tasks?count=20")
                .json()
                .valueStream()
                .filter(task -> task.get("image").equals(late.get("image")))
                .findFirst()
                .orElseThrow();
        assertThat(label(late, "{\"digit\":2,\"version\":" + late.get("version") + "}")
                        .status())
                .isEqualTo(200);
        assertProblem(label(again, "{\"digit\":3,\"version\":" + again.get("version") + "}"), 412, "expected version");
    }

    @Test
    void a_lease_that_an_older_page_still_sends_is_ignored() throws Exception {
        JsonNode task = task();
        assertThat(label(task, "{\"digit\":2,\"lease\":\"" + UUID.randomUUID() + "\"}")
                        .status())
                .isEqualTo(200);
        String bulk = "{\"labels\":[{\"image\":" + task.get("image") + ",\"digit\":3,\"lease\":null}]}";
        assertThat(labeller.post("/api/bulk", JSON, bulk.getBytes(StandardCharsets.UTF_8))
                        .json()
                        .get("labelled")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void an_image_its_history_and_the_queue_are_told_as_of_any_position() throws Exception {
        JsonNode task = task();
        String image = "/api/images/" + task.get("image").asString();
        JsonNode waiting = labeller.get("/api/queue?limit=200").json();
        long before = waiting.get("position").asLong();
        JsonNode open = labeller.get(image).json();
        JsonNode history = labeller.get(image + "/history").json();
        long after = label(task, "{\"digit\":4}").json().get("position").asLong();
        JsonNode labelled = labeller.get(image).json();
        label(task, "{\"digit\":5}");
        assertThat(labeller.get(image + "?at=" + before).json()).isEqualTo(open);
        assertThat(labeller.get(image + "/history?at=" + before).json()).isEqualTo(history);
        assertThat(labeller.get("/api/queue?limit=200&at=" + before).json()).isEqualTo(waiting);
        assertThat(labeller.get(image + "?at=" + after).json()).isEqualTo(labelled);
        assertThat(labelled.get("digit").asInt()).isEqualTo(4);
        assertThat(waiting.get("images").valueStream().map(each -> each.get("image")))
                .contains(task.get("image"));
        assertProblem(labeller.get(image + "?at=0"), 404, "at position 0 of the log");
        assertProblem(labeller.get(image + "/history?at=0"), 404, "at position 0 of the log");
        assertProblem(labeller.get(image + "?at=yesterday"), 400, "expected at to be a whole number, got yesterday");
        assertProblem(labeller.get(image + "?at="), 400, "expected at to be a whole number, got ");
        assertProblem(labeller.get("/api/queue?at=-1"), 400, "expected at to be from 0 to ");
        assertProblem(labeller.get("/api/queue?at=99999999"), 400, "where the log ends, got 99999999");
    }

    @Test
    void undo_takes_the_label_back_and_the_image_waits_again() throws Exception {
        JsonNode task = task();
        label(task, "{\"digit\":3}");
        assertThat(labeller.delete(path(task, "label")).status()).isEqualTo(200);
        JsonNode state =
                labeller.get("/api/images/" + task.get("image").asString()).json();
        assertThat(state.get("digit").isNull()).isTrue();
        assertProblem(labeller.delete(path(task, "label")), 409, "no label that could be undone");
    }

    @Test
    void the_same_key_gets_the_same_answer_and_another_request_with_it_is_refused() throws Exception {
        JsonNode task = task();
        Answer first = label(task, "{\"digit\":4}", "Idempotency-Key", "k-4");
        Answer second = label(task, "{\"digit\":4}", "Idempotency-Key", "k-4");
        assertThat(second.json()).isEqualTo(first.json());
        assertProblem(label(task, "{\"digit\":5}", "Idempotency-Key", "k-4"), 422, "make a new key");
        assertProblem(label(task, "{\"digit\":5}", "Idempotency-Key", "k".repeat(201)), 400, "1 to 200 characters");
    }

    @Test
    void a_digit_must_be_a_digit() throws Exception {
        JsonNode task = task(); // perhaps of an image whose label another test has taken back
        int events = labeller.get(path(task, "history")).json().size();
        for (String digit : List.of("10", "-1", "\"7a\"", "\"7\"", "7.5", "null", "1e99", "[7]")) {
            assertProblem(
                    label(task, "{\"digit\":" + digit + "}"), 400, "expected digit to be a whole number from 0 to 9");
        }
        assertThat(labeller.get(path(task, "history")).json().size()).isEqualTo(events);
    }

    @Test
    void a_label_must_be_a_json_object() throws Exception {
        JsonNode task = task();
        assertProblem(label(task, ""), 400, "no body");
        assertProblem(label(task, "[1"), 400, "not JSON");
        assertProblem(label(task, "7"), 400, "expected a JSON object");
        assertProblem(
                labeller.post(path(task, "label"), "text/plain", "{\"digit\":1}".getBytes(StandardCharsets.UTF_8)),
                415,
                "application/json");
    }

    @Test
    void a_stale_version_is_refused_with_the_expected_and_the_actual_one() throws Exception {
        JsonNode task = task();
        String expected = "expected version 99, but the image is at version "
                + task.get("version").asInt();
        assertProblem(label(task, "{\"digit\":1,\"version\":99}"), 412, expected);
    }

    @Test
    void unknown_images_are_not_found() throws Exception {
        String nowhere = "/api/images/" + UUID.randomUUID();
        assertProblem(labeller.get(nowhere), 404, "there is no image");
        assertProblem(labeller.get(nowhere + "/history"), 404, "there is no image");
        assertProblem(labeller.get(nowhere + "/png"), 404, "there is no image");
        assertProblem(
                labeller.post(nowhere + "/label", JSON, "{\"digit\":1}".getBytes(StandardCharsets.UTF_8)),
                404,
                "no such image");
        assertProblem(labeller.get("/api/images/7"), 400, "expected id to be a UUID, got 7");
        assertProblem(labeller.get("/api/nothing"), 404, "");
    }

    @Test
    void held_out_and_rejected_images_take_no_label() throws Exception {
        assertProblem(
                labeller.post(
                        "/api/images/" + heldOut + "/label", JSON, "{\"digit\":1}".getBytes(StandardCharsets.UTF_8)),
                409,
                "held out");
        JsonNode task = task();
        assertThat(labeller.post(path(task, "reject")).status()).isEqualTo(200);
        assertProblem(label(task, "{\"digit\":1}"), 409, "rejected");
        assertThat(labeller.delete(path(task, "reject")).status()).isEqualTo(200);
        assertThat(label(task, "{\"digit\":1}").status()).isEqualTo(200);
    }

    @Test
    void a_skipped_image_can_be_taken_back() throws Exception {
        JsonNode task = task();
        assertThat(labeller.post(path(task, "skip")).status()).isEqualTo(200);
        assertProblem(labeller.post(path(task, "skip")), 409, "skipped this image already");
        assertThat(labeller.delete(path(task, "skip")).status()).isEqualTo(200);
    }

    @Test
    void counts_must_be_sensible() throws Exception {
        assertProblem(labeller.get("/api/tasks?count=0"), 400, "from 1 to 100");
        assertProblem(labeller.get("/api/tasks?count=x"), 400, "expected count to be a whole number, got x");
        assertProblem(labeller.get("/api/checkpoints?limit=-5"), 400, "from 1 to");
        assertProblem(labeller.get("/api/checkpoints/none"), 404, "there is no checkpoint none");
    }

    @Test
    void two_callers_never_get_the_same_task() throws Exception {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            labeller.get("/api/tasks?count=8")
                    .json()
                    .forEach(task -> images.add(task.get("image").asString()));
        }
        assertThat(images).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void a_bulk_is_labelled_in_one_request_and_one_refusal_does_not_hold_up_the_others() throws Exception {
        JsonNode tasks = labeller.get("/api/tasks?count=3").json();
        label(tasks.get(1), "{\"digit\":2}");
        StringBuilder labels = new StringBuilder("{\"labels\":[");
        for (JsonNode task : tasks) {
            labels.append(labels.length() > 12 ? "," : "")
                    .append("{\"digit\":5,\"version\":")
                    .append(task.get("version"))
                    .append(",\"image\":")
                    .append(task.get("image"))
                    .append('}');
        }
        byte[] body = labels.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = labeller.post("/api/bulk", JSON, body, "Idempotency-Key", "bulk-1");
        assertThat(answer.json().get("labelled").asInt())
                .as(answer.json().toString())
                .isEqualTo(2);
        assertThat(answer.json().get("refused").get(0).get("detail").asString()).contains("version");
        assertThat(labeller.post("/api/bulk", JSON, body, "Idempotency-Key", "bulk-1")
                        .json())
                .isEqualTo(answer.json());
        assertProblem(
                labeller.post("/api/bulk", JSON, "{\"labels\":[]}".getBytes(StandardCharsets.UTF_8)),
                400,
                "a list of 1 to 100 labels, got 0");
        byte[] back = ("{\"labels\":[{\"digit\":null,\"image\":" + tasks.get(0).get("image") + "}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(labeller.post("/api/bulk", JSON, back).json().get("labelled").asInt())
                .isEqualTo(1);
        assertThat(labeller.get("/api/images/" + tasks.get(0).get("image").asString())
                        .json()
                        .get("digit")
                        .isNull())
                .isTrue();
        assertProblem(labeller.get("/api/bulk?digit=10"), 400, "digit to be from 0 to 9");
        JsonNode sheet = labeller.get("/api/bulk?digit=3").json();
        assertThat(sheet.get("checkpoint").isNull()).isTrue();
        assertThat(sheet.get("tasks").size()).isZero();
    }

    @Test
    void progress_and_health_say_how_things_stand() throws Exception {
        JsonNode progress = labeller.get("/api/progress").json();
        assertThat(progress.get("images").asInt()).isGreaterThanOrEqualTo(200);
        assertThat(progress.get("heldOut").asInt()).isEqualTo(1);
        assertThat(progress.get("services").get("database").asString()).isEqualTo("up");
        assertThat(progress.get("services").get("relay").asString()).isEqualTo("up");
        assertThat(progress.get("relay").get("reason").asString()).isEmpty();
        assertThat(labeller.get("/actuator/health").json().get("components").has("relay"))
                .isTrue();
        assertThat(new String(labeller.bytes("/actuator/prometheus"), StandardCharsets.UTF_8))
                .contains("nudge_relay_position")
                .contains("nudge_relay_state{state=\"halted\"} 0.0");
        assertThat(labeller.get("/actuator/env").status()).isEqualTo(404);
    }
}
