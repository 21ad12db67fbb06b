package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import nudge.labeller.web.blindness.BlindClient.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people get whose labels have no weight. */
@Tag("server")
class DistrustedAnnotatorTest {
    private static CrowdLabeller crowd;

    @BeforeAll
    static void start() {
        crowd = CrowdLabeller.get();
    }

    @Test
    void whoever_a_person_distrusts_gets_no_image_and_one_line_that_says_what_to_do() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        assertThat(ada.tasks(2)).hasSize(2);
        decide(ada, "distrust");
        for (String route : new String[] {"/api/tasks", "/api/bulk?digit=3"}) {
            Reply refused = ada.send("GET", route, (String) null);
            assertThat(refused.status()).as(route).isEqualTo(403);
            assertThat(refused.headers().get("content-type").get(0)).startsWith("application/problem+json");
            assertThat(refused.json().get("detail").asString())
                    .isEqualTo(
                            "expected somebody whose labels count, but yours have no weight at present, so there is"
                                    + " no image for you: ask a reviewer to look at your labels; they can let them count again");
        }
        decide(ada, "trust");
        assertThat(ada.tasks(2)).hasSize(2);
    }

    private static void decide(BlindClient client, String what) throws Exception {
        assertThat(crowd.labeller
                        .post(
                                "/api/annotators/" + client.actor + "/" + what,
                                "application/json",
                                "{\"from\": 0}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_end_of_images_does_not_tell_which_answer_led_to_it() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        int labels = 0;
        int whenDistrusted = 0;
        while (labels < 50) {
            List<JsonNode> tasks = ada.tasks(1);
            assertThat(tasks).as("an image behind %d", labels).hasSize(1);
            for (JsonNode task : tasks) {
                UUID image = UUID.fromString(task.get("image").asString());
                int wrong = (crowd.gold.getOrDefault(image, 0) + 1) % 10;
                ada.send("POST", "/api/images/" + image + "/label", "{\"digit\": " + wrong + "}");
                labels++;
            }
            String state = crowd.labeller
                    .get("/api/annotators/" + ada.actor)
                    .json()
                    .get("state")
                    .asString();
            whenDistrusted = whenDistrusted == 0 && state.equals("distrusted") ? labels : whenDistrusted;
        }
        assertThat(whenDistrusted).as("by the rule, meanwhile").isBetween(8, 49);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ada.send("GET", "/api/tasks?count=1", (String) null).status() == 403);
    }
}
