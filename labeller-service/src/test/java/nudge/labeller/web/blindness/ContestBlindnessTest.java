package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.web.blindness.BlindClient.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Annotators ask a reviewer to look at an image that they labelled. Reviewers hear of it, and the annotator does not hear whether it is
 * gold. That a second contest tells nothing either is in {@link HiddenGoldTest}.
 */
@Tag("server")
class ContestBlindnessTest {
    private static final String LABEL = "{\"digit\": 7, \"version\": 1}";
    /** As the page "My labels" sends it. */
    private static final String CONTEST = "{\"digit\": 7, \"reason\": \"\"}";

    private static CrowdLabeller crowd;
    private static BlindClient reviewer;

    @BeforeAll
    static void start() throws Exception {
        crowd = CrowdLabeller.get();
        reviewer = BlindClient.of(crowd.labeller, "reviewer");
    }

    /** Images that somebody labelled as they were handed out: gold by true, the others by false. */
    private static Map<Boolean, List<UUID>> labelled(BlindClient client, int ofEach) throws Exception {
        Map<Boolean, List<UUID>> images = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
        while (images.get(true).size() < ofEach || images.get(false).size() < ofEach) {
            List<JsonNode> tasks = client.tasks(10);
            assertThat(tasks).as("images are left").isNotEmpty();
            for (JsonNode task : tasks) {
                UUID image = UUID.fromString(task.get("image").asString());
                client.send("POST", "/api/images/" + image + "/label", LABEL);
                images.get(crowd.gold.containsKey(image)).add(image);
            }
        }
        return images;
    }

    private static Reply contest(BlindClient client, UUID image) throws Exception {
        return client.send("POST", "/api/gold/" + image + "/contest", CONTEST);
    }

    @Test
    void reviewers_hear_of_a_contest_of_any_image_and_its_annotator_hears_the_same_of_each() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        Map<Boolean, List<UUID>> images = labelled(ada, 1);
        UUID gold = images.get(true).get(0);
        UUID other = images.get(false).get(0);
        Set<String> heard = new HashSet<>();
        for (UUID image : List.of(gold, other)) {
            heard.add(BlindClient.transcript(contest(ada, image), image));
        }
        assertThat(heard).hasSize(1);

        JsonNode contested = of(reviewer.send("GET", "/api/gold", (String) null), gold);
        assertThat(contested.get("contests").valueStream())
                .anyMatch(contest -> contest.get("by").asString().equals(ada.actor.toString())
                        && contest.get("digit").asInt() == 7);
        Reply review = reviewer.send("GET", "/api/review?reason=contest&limit=200", (String) null);
        for (UUID image : List.of(gold, other)) {
            assertThat(of(review, image).get("labels").valueStream())
                    .anyMatch(label -> label.get("actor").asString().equals(ada.actor.toString())
                            && label.get("digit").asInt() == 7);
        }
    }

    private static JsonNode of(Reply reply, UUID image) {
        return reply.json()
                .get("images")
                .valueStream()
                .filter(each -> each.get("image").asString().equals(image.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected " + image + " among those that are contested"));
    }

    @Test
    void nobody_contests_what_they_have_not_labelled_whether_it_is_gold_or_there_at_all() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        Set<String> heard = new HashSet<>();
        for (UUID image : List.of(crowd.gold.keySet().iterator().next(), UUID.randomUUID())) {
            Reply refused = contest(ada, image);
            assertThat(refused.status()).isEqualTo(404);
            heard.add(BlindClient.transcript(refused, image));
        }
        assertThat(heard).hasSize(1);
    }

    /** What is asserted is coarse, since a busy machine adds more than anything that the server does. */
    @Test
    void a_contest_of_gold_takes_as_long_as_any() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        int ofEach = 20;
        Map<Boolean, List<UUID>> images = labelled(ada, ofEach);
        Map<Boolean, List<Long>> nanos = new HashMap<>(Map.of(true, new ArrayList<>(), false, new ArrayList<>()));
        for (int i = 0; i < ofEach; i++) {
            for (boolean gold : new boolean[] {i % 2 == 0, i % 2 != 0}) {
                Reply reply = contest(ada, images.get(gold).get(i));
                assertThat(reply.status()).isEqualTo(200);
                nanos.get(gold).add(reply.nanos());
            }
        }
        double gold = median(nanos.get(true));
        double others = median(nanos.get(false));
        double surprise = surprise(nanos.get(true), nanos.get(false));
        assertThat(Math.abs(gold - others) < 3e6 || Math.abs(surprise) < 4)
                .as("%.2f ms of gold, %.2f ms of others, %.1f standard deviations", gold / 1e6, others / 1e6, surprise)
                .isTrue();
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2.0;
    }

    /** By Mann and Whitney: how far the pairs of which gold is slower are from half of all, in standard deviations. */
    private static double surprise(List<Long> one, List<Long> other) {
        long slower = one.stream()
                .mapToLong(time -> other.stream().filter(each -> each < time).count())
                .sum();
        double pairs = one.size() * (double) other.size();
        return (slower - pairs / 2) / Math.sqrt(pairs * (one.size() + other.size() + 1) / 12);
    }
}
