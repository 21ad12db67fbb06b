package nudge.labeller.web.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.RunningLabeller;
import nudge.labeller.image.NewImage;
import nudge.labeller.image.Pixels;
import nudge.labeller.web.Browser;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Three people label over HTTP, under the policy solo; beside the labels of other tests, which are other images. */
@Tag("server")
class FiguresApiTest {
    private static final List<UUID> IMAGES = new ArrayList<>();

    private static Browser ada;
    private static Browser bert;
    private static Browser cleo;
    private static Browser reviewer;

    @BeforeAll
    static void label() throws Exception {
        RunningLabeller labeller = SharedLabeller.get();
        Random random = new Random(15);
        List<NewImage> pool = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            byte[] pixels = new byte[Pixels.COUNT];
            random.nextBytes(pixels);
            pool.add(new NewImage(pixels, Split.TRAIN, OptionalInt.empty(), "figures"));
            IMAGES.add(Pixels.of(pixels).imageId());
        }
        labeller.images().add(pool);
        ada = Browser.of(labeller, "annotator", "Ada of the figures");
        bert = Browser.of(labeller, "annotator", "Bert of the figures");
        cleo = Browser.of(labeller, "annotator", "Cleo of the figures");
        reviewer = Browser.of(labeller, "reviewer");
        for (int image = 0; image < 10; image++) {
            label(ada, image, image, 600 + image);
        }
        for (int image = 0; image < 10; image++) {
            label(bert, image, image == 4 ? 9 : image == 7 ? 1 : image, 900);
        }
        for (int image = 0; image < 5; image++) {
            label(cleo, image, image, 900);
        }
        label(bert, 10, 2, 900);
    }

    private static void label(Browser person, int image, int digit, int elapsedMs) throws Exception {
        Browser.Answer answer = person.post(
                "/api/images/" + IMAGES.get(image) + "/label", Map.of("digit", digit, "elapsedMs", elapsedMs));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static JsonNode get(String path) throws Exception {
        Browser.Answer answer = reviewer.get(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void everybody_who_labelled_is_listed_with_these_fields() throws Exception {
        JsonNode found = null;
        for (JsonNode person : get("/api/annotators")) {
            found = person.get("id").asString().equals(ada.id()) ? person : found;
        }
        assertThat(found).isNotNull();
        assertThat(found.propertyNames())
                .containsExactlyInAnyOrder("id", "name", "labels", "gold", "trust", "state", "bound", "flags");
        assertThat(found.get("name").asString()).isEqualTo("Ada of the figures");
        assertThat(found.get("labels").asInt()).isEqualTo(10);
        assertThat(found.get("gold").toString()).isEqualTo("{\"seen\":0,\"correct\":0}");
        assertThat(found.get("trust").asDouble()).isEqualTo(0.8);
        assertThat(found.get("state").asString()).isEqualTo("new");
        assertThat(found.get("bound").asDouble()).isEqualTo(1);
        assertThat(found.get("flags")).isEmpty();
    }

    @Test
    void a_person_has_the_figures_that_are_worked_out_by_hand() throws Exception {
        JsonNode report = get("/api/annotators/" + bert.id());
        assertThat(report.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "labels",
                        "skips",
                        "gold",
                        "trust",
                        "bound",
                        "state",
                        "estimated",
                        "confusion",
                        "confusions",
                        "pace",
                        "agreement",
                        "decisions",
                        "changePoint",
                        "flags");
        assertThat(report.get("labels").asInt()).isEqualTo(11);
        assertThat(report.get("estimated").isNull()).isTrue();
        assertThat(report.get("changePoint").isNull()).isTrue();
        assertThat(report.get("gold").get("answers")).isEmpty();
        assertThat(report.get("confusion").get(4).get(9).asInt()).isEqualTo(1);
        assertThat(report.get("confusion").get(1).get(1).asInt()).isEqualTo(2);
        assertThat(report.get("agreement").get("withOthers").asDouble()).isEqualTo(12.0 / 15);
        assertThat(report.get("agreement").get("compared").asInt()).isEqualTo(15);
        assertThat(report.get("agreement").get("rubberStamping").isNull()).isTrue();
        assertThat(report.get("pace").get("medianMs").asDouble()).isEqualTo(900);
        assertThat(get("/api/annotators/" + ada.id())
                        .get("pace")
                        .get("medianMs")
                        .asDouble())
                .isEqualTo(604.5);
    }

    @Test
    void who_has_labelled_nothing_is_not_found() throws Exception {
        Browser.Answer nobody = reviewer.get("/api/annotators/" + new UUID(1, 2));
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.json().get("detail").asString())
                .isEqualTo("expected the id of somebody who has labelled, got " + new UUID(1, 2)
                        + ": GET /api/annotators names them");
        assertThat(reviewer.get("/api/annotators/x").status()).isEqualTo(400);
    }

    @Test
    void agreement_names_the_pairs_and_the_position_that_it_is_as_of() throws Exception {
        Browser.Answer answer = reviewer.get("/api/agreement");
        JsonNode report = answer.json();
        assertThat(answer.header("Nudge-Position"))
                .isEqualTo(report.get("position").asString());
        Map<String, String> names = new LinkedHashMap<>();
        report.get("people")
                .forEach(person -> names.put(
                        person.get("id").asString(), person.get("name").asString("")));
        JsonNode pair = null;
        for (JsonNode each : report.get("kappa")) {
            boolean theirs = List.of(ada.id(), bert.id())
                    .containsAll(List.of(each.get("a").asString(), each.get("b").asString()));
            pair = theirs ? each : pair;
        }
        assertThat(pair).isNotNull();
        assertThat(pair.get("shared").asInt()).isEqualTo(10);
        assertThat(pair.get("kappa").asDouble()).isEqualTo((0.8 - 0.1) / 0.9, within(1e-12));
        assertThat(names).containsEntry(ada.id(), "Ada of the figures");
        assertThat(report.get("digits")).hasSize(10);
        assertThat(report.get("overTime")).isNotEmpty();
    }

    @Test
    void people_see_their_own_figures_as_of_every_50th_image_and_nothing_of_gold() throws Exception {
        JsonNode own = ada.get("/api/me/quality").json();
        assertThat(own.get("labels").asInt()).isZero();
        assertThat(own.get("gold").propertyNames()).containsExactlyInAnyOrder("seen", "correct");
        assertThat(own.has("changePoint")).isFalse();
        assertThat(own.get("state").asString()).isEqualTo("new");
        assertThat(ada.get("/api/annotators/" + ada.id()).status()).isEqualTo(403);
    }

    @Test
    void a_preview_of_a_distrust_tells_what_would_change() throws Exception {
        Browser.Answer answer =
                reviewer.post("/api/annotators/" + bert.id() + "/preview", Map.of("from", 0, "action", "distrust"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode preview = answer.json();
        assertThat(preview.get("labels").asInt()).isEqualTo(11);
        assertThat(preview.get("changedImages").asInt()).isEqualTo(1);
        assertThat(preview.get("opened").asInt()).isEqualTo(1);
        assertThat(preview.get("changed").toString())
                .contains("{\"image\":\"" + IMAGES.get(10) + "\",\"from\":2,\"to\":null}");
        assertThat(preview.get("suggestedFrom").isNull()).isTrue();
    }

    @Test
    void quality_agreement_and_people_are_told_as_of_any_position() throws Exception {
        for (String path : List.of(
                "/api/quality",
                "/api/agreement",
                "/api/annotators",
                "/api/annotators/" + bert.id(),
                "/api/annotators/" + cleo.id(),
                "/api/me/quality")) {
            long position = Long.parseLong(reviewer.get(path).header("Nudge-Position"));
            // What takes long to work out may be a little older than its position.
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(get(path)).isEqualTo(get(path + "?at=" + position)));
            Browser.Answer then = reviewer.get(path);
            label(cleo, 10, 3, 900);
            label(cleo, 9, path.length() % 10, 900);
            Browser.Answer past = reviewer.get(path + "?at=" + position);
            assertThat(past.json()).as(path).isEqualTo(then.json());
            assertThat(past.header("Nudge-Position")).isEqualTo(String.valueOf(position));
            assertThat(cleo.get(path + "?at=" + position).status()).isEqualTo(403);
            assertThat(reviewer.get(path + "?at=99999999").json().get("detail").asString())
                    .contains("where the log ends");
        }
        assertThat(get("/api/annotators?at=0")).isEmpty();
        assertThat(reviewer.get("/api/annotators/" + bert.id() + "?at=0").status())
                .isEqualTo(404);
        assertThat(reviewer.get("/api/annotators/" + bert.id() + "?at=0")
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("expected the id of somebody who had labelled by position 0 of the log, got " + bert.id()
                        + ": GET /api/annotators?at=0 names them");
    }

    /** Nor does the answer tell whether its digit is known: there is a crowd at other times. */
    @Test
    void whoever_labelled_an_image_may_ask_a_reviewer_to_look_at_it_also_under_solo() throws Exception {
        String path = "/api/gold/" + IMAGES.get(2) + "/contest";
        for (int time = 0; time < 2; time++) {
            Browser.Answer answer = cleo.post(path, Map.of("digit", 2));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.json().toString()).isEqualTo("{\"position\":0}");
        }
        assertThat(get("/api/review?reason=contest&limit=200").get("images").valueStream())
                .anyMatch(image -> image.get("image").asString().equals(String.valueOf(IMAGES.get(2))));
        Browser.Answer others = cleo.post("/api/gold/" + IMAGES.get(8) + "/contest", Map.of("digit", 2));
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.json().get("detail").asString())
                .isEqualTo("there is no image " + IMAGES.get(8) + " that you labelled");
    }

    @Test
    void a_preview_that_cannot_be_read_is_refused_in_a_line() throws Exception {
        String path = "/api/annotators/" + bert.id() + "/preview";
        assertThat(reviewer.post(path, Map.of("from", -1, "action", "trust"))
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("expected from to be a position of the log, 0 for all labels, got -1");
        assertThat(reviewer.post(path, Map.of("from", 1, "action", "forgive"))
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("expected action to be distrust or trust, got forgive");
    }

    @Test
    void quality_shows_the_policy_its_settings_and_what_it_would_cost() throws Exception {
        JsonNode quality = get("/api/quality");
        assertThat(quality.get("policy").get("name").asString()).isEqualTo("solo");
        assertThat(quality.get("settings").get(0).toString())
                .isEqualTo("{\"name\":\"settle_at\",\"standard\":0.97,\"least\":0.5,\"most\":0.999999,\"whole\":false,"
                        + "\"meaning\":\"settle an image at a posterior of\"}");
        assertThat(quality.get("gold").get("byDigit")).hasSize(10);
        assertThat(quality.get("estimate").isNull()).isTrue();
        JsonNode preview = reviewer.post("/api/quality/policy/preview", Map.of("policy", "crowd"))
                .json();
        assertThat(preview.get("now").get("labelsPerImage").asDouble()).isEqualTo(1);
        assertThat(preview.get("labelsPerImage").asDouble()).isBetween(1.5, 5.0);
        assertThat(reviewer.post(
                                "/api/quality/policy/preview",
                                Map.of("policy", "crowd", "settings", Map.of("settle_at", 7)))
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("settle_at: expected a number from 0.5 to 0.999999, got 7");
    }
}
