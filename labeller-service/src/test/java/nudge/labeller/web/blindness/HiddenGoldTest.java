package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.web.blindness.BlindClient.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * An annotator's program that wants to know which of its images have a known answer. It compares every byte that it gets, counts what
 * it can count, and takes the time; this test knows from the database which images are gold. Long because all ways to tell gold
 * from the rest are tried on the same crowd.
 */
@Tag("server")
class HiddenGoldTest {
    private static final String LABEL = "{\"digit\": 7, \"version\": 1, \"elapsedMs\": 800,"
            + " \"suggested\": {\"digit\": 7, \"confidence\": 0.5, \"checkpoint\": \"checkpoint-0\"}}";
    private static final String OTHER = "{\"digit\": 2}";

    private static CrowdLabeller crowd;

    /** What is done with an image, one after the other. */
    private enum Script {
        LABEL_TWICE_AND_UNDO,
        SKIP,
        REJECT,
        BULK,
        SAME_KEY,
        CONTEST
    }

    @BeforeAll
    static void start() throws Exception {
        crowd = CrowdLabeller.get();
        // Others have labelled some images, so that these are at other versions, and one of them is settled.
        BlindClient bob = BlindClient.of(crowd.labeller, "annotator");
        BlindClient carol = BlindClient.of(crowd.labeller, "reviewer");
        for (JsonNode task : bob.tasks(60)) {
            String label = "/api/images/" + task.get("image").asString() + "/label";
            bob.send("POST", label, "{\"digit\": 3}");
            carol.send("POST", label, "{\"digit\": 3}");
        }
    }

    /** Sends, and writes down what came. */
    private static final class Probe {
        private final BlindClient client;
        private final UUID image;
        private final List<String> transcripts = new ArrayList<>();
        private final List<Long> roundTrips = new ArrayList<>();

        Probe(BlindClient client, UUID image) {
            this.client = client;
            this.image = image;
        }

        void send(String method, String what, String json, String... headers) throws Exception {
            String path = what.startsWith("/") ? what : "/api/images/" + image + what.replaceFirst("^-", "/");
            Reply reply = client.send(method, path, json, headers);
            transcripts.add(method + " " + path.replace(image.toString(), "IMAGE") + " "
                    + BlindClient.transcript(reply, image));
            roundTrips.add(reply.roundTrips());
        }

        void look() throws Exception {
            send("GET", "", null);
            send("GET", "-history", null);
            send("GET", "-png", null);
            send("GET", "/api/images?id=" + image, null);
        }

        void run(Script script) throws Exception {
            // What was said before is read from the log: that is not this image's.
            client.send("GET", "/api/images?limit=1", (String) null);
            look();
            switch (script) {
                case LABEL_TWICE_AND_UNDO -> {
                    send("POST", "-label", LABEL);
                    send("GET", "/api/images?limit=1", null);
                    look();
                    send("POST", "-label", OTHER);
                    look();
                    send("DELETE", "-label", null);
                    send("DELETE", "-label", null);
                    send("POST", "-label", LABEL);
                }
                case SKIP -> {
                    send("POST", "-skip", null);
                    send("POST", "-skip", null);
                    look();
                    send("DELETE", "-skip", null);
                    send("DELETE", "-skip", null);
                    send("POST", "-label", LABEL);
                    send("POST", "-skip", null);
                }
                case REJECT -> {
                    send("POST", "-reject", null);
                    send("POST", "-reject", null);
                    look();
                    send("DELETE", "-reject", null);
                    send("DELETE", "-reject", null);
                    send("POST", "-label", LABEL);
                    send("POST", "-reject", null);
                }
                case BULK -> {
                    String bulk = "{\"labels\": [{\"image\": \"" + image + "\", \"digit\": 4, \"version\": 1}]}";
                    send("POST", "/api/bulk", bulk);
                    look();
                    send("POST", "/api/bulk", bulk.replace("\"digit\": 4", "\"digit\": null"));
                    send("POST", "/api/bulk", bulk.replace("\"digit\": 4", "\"digit\": null"));
                    send("POST", "/api/bulk", bulk);
                }
                case SAME_KEY -> {
                    String key = "key-" + image;
                    send("POST", "-label", LABEL, "Idempotency-Key", key);
                    send("POST", "-label", LABEL, "Idempotency-Key", key);
                    send("POST", "-label", OTHER, "Idempotency-Key", key);
                    send("POST", "-take-in", null);
                    send("POST", "-adjudication", "{\"digit\": 1}");
                }
                case CONTEST -> {
                    String contest = "{\"digit\": 1, \"reason\": \"it is a 1\"}";
                    send("POST", "/api/gold/" + image + "/contest", contest);
                    send("POST", "-label", LABEL);
                    send("POST", "/api/gold/" + image + "/contest", contest);
                    send("POST", "/api/gold/" + image + "/contest", contest);
                    look();
                }
                default -> throw new IllegalStateException("expected a script, got " + script);
            }
            send("GET", "/api/tasks?count=1", null);
            transcripts.remove(transcripts.size() - 1); // another image: its own probe looks at it
        }
    }

    /** Images as they are handed out, until there are enough of both kinds. */
    private static Map<UUID, JsonNode> handedOut(BlindClient client, int ofEach) throws Exception {
        // Other tests have asked reviewers to look at some: to ask once more does nothing, whatever the image is.
        Set<UUID> waiting = waitingForReview();
        Map<UUID, JsonNode> tasks = new LinkedHashMap<>();
        int gold = 0;
        while (gold < ofEach || tasks.size() - gold < ofEach) {
            List<JsonNode> next = client.tasks(20);
            assertThat(next).as("images are left").isNotEmpty();
            for (JsonNode task : next) {
                UUID image = UUID.fromString(task.get("image").asString());
                if (waiting.contains(image)) {
                    continue;
                }
                assertThat(tasks.put(image, task)).as("nothing comes twice").isNull();
                gold += crowd.gold.containsKey(image) ? 1 : 0;
            }
        }
        return tasks;
    }

    private static Set<UUID> waitingForReview() throws SQLException {
        Set<UUID> waiting = new HashSet<>();
        try (Connection database = crowd.labeller.database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT image FROM review")) {
            while (row.next()) {
                waiting.add(row.getObject(1, UUID.class));
            }
        }
        return waiting;
    }

    private static boolean isGold(UUID image) {
        return crowd.gold.containsKey(image);
    }

    @Test
    void no_byte_of_any_answer_tells_gold_from_the_others() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        Map<UUID, JsonNode> tasks = handedOut(ada, 30);
        Map<Boolean, Integer> used = new HashMap<>(Map.of(true, 0, false, 0));
        Map<Script, Map<Boolean, List<List<String>>>> seen = new HashMap<>();
        Map<Script, Map<Boolean, List<List<Long>>>> trips = new HashMap<>();
        for (UUID image : tasks.keySet()) {
            int number = used.merge(isGold(image), 1, Integer::sum);
            Script script = Script.values()[number % Script.values().length];
            Probe probe = new Probe(ada, image);
            probe.transcripts.add(normalTask(tasks.get(image), image));
            probe.run(script);
            seen.computeIfAbsent(script, any -> new HashMap<>())
                    .computeIfAbsent(isGold(image), any -> new ArrayList<>())
                    .add(probe.transcripts);
            trips.computeIfAbsent(script, any -> new HashMap<>())
                    .computeIfAbsent(isGold(image), any -> new ArrayList<>())
                    .add(probe.roundTrips);
        }
        assertThat(seen).hasSize(Script.values().length);
        seen.forEach((script, byKind) -> {
            assertThat(byKind.get(true)).as("%s of gold", script).hasSizeGreaterThanOrEqualTo(5);
            assertThat(byKind.get(false)).as("%s of others", script).hasSizeGreaterThanOrEqualTo(5);
            for (int step = 0; step < byKind.get(true).get(0).size(); step++) {
                assertThat(distinct(byKind.get(true), step))
                        .as("%s, step %d: gold, and the others", script, step)
                        .isEqualTo(distinct(byKind.get(false), step))
                        .hasSize(1);
            }
        });
        trips.forEach((script, byKind) -> {
            for (int step = 0; step < byKind.get(true).get(0).size(); step++) {
                List<Long> gold = atStep(byKind.get(true), step);
                List<Long> others = atStep(byKind.get(false), step);
                assertThat(others)
                        .as("round trips to the database, %s, step %d: as usual for gold", script, step)
                        .contains(usual(gold));
                assertThat(gold)
                        .as("round trips to the database, %s, step %d: as usual for the others", script, step)
                        .contains(usual(others));
            }
        });
    }

    /**
     * Sorted. Now and then a request notes when its token was used last, reads the policy anew, or finds nothing new in the log: what
     * is usual for one kind has to occur for the other.
     */
    private static List<Long> atStep(List<List<Long>> runs, int step) {
        return runs.stream().map(run -> run.get(step)).sorted().toList();
    }

    private static long usual(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static Set<String> distinct(List<List<String>> transcripts, int step) {
        return transcripts.stream().map(each -> each.get(step)).collect(Collectors.toSet());
    }

    private static String normalTask(JsonNode task, UUID image) {
        return task.toString()
                .replace(image.toString(), "IMAGE")
                .replaceAll("\"expires\":\"[^\"]*\"", "\"expires\":T")
                .replaceAll("\"confidence\":[0-9.E-]+", "\"confidence\":P")
                .replaceAll("\"suggestion\":\\{\"digit\":\\d", "\"suggestion\":{\"digit\":N");
    }

    @Test
    void the_progress_moves_by_ones_own_labels_alone() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        Map<UUID, JsonNode> tasks = handedOut(ada, 6);
        Map<Boolean, Set<String>> seen = new HashMap<>(Map.of(true, new HashSet<>(), false, new HashSet<>()));
        int labels = 0;
        for (UUID image : tasks.keySet()) {
            ada.send("POST", "/api/images/" + image + "/label", OTHER);
            labels++;
            Reply progress = ada.send("GET", "/api/progress", (String) null);
            assertThat(progress.json().get("labelled").asInt()).isEqualTo(labels);
            seen.get(isGold(image))
                    .add(BlindClient.transcript(progress, image)
                            .replace("\"labelled\":" + labels, "\"labelled\":OWN")
                            .replaceAll("content-length=\\w+", "content-length"));
        }
        assertThat(seen.get(true)).isEqualTo(seen.get(false)).hasSize(1);
    }

    /**
     * Times are compared by a permutation test of the medians. What is asserted is coarse, since a busy machine adds more than
     * anything that the server does; the figures are printed.
     */
    @Test
    void an_answer_about_gold_takes_as_long_as_any() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        Map<UUID, JsonNode> tasks = handedOut(ada, 30);
        Map<String, Map<Boolean, List<Long>>> times = new LinkedHashMap<>();
        for (UUID image : tasks.keySet()) {
            String path = "/api/images/" + image;
            boolean gold = isGold(image);
            note(times, "label", gold, ada.send("POST", path + "/label", LABEL));
            note(times, "state", gold, ada.send("GET", path, (String) null));
            note(times, "progress", gold, ada.send("GET", "/api/progress", (String) null));
            note(times, "undo", gold, ada.send("DELETE", path + "/label", (String) null));
            note(times, "skip", gold, ada.send("POST", path + "/skip", (String) null));
        }
        times.forEach((what, byKind) -> {
            double gold = median(byKind.get(true));
            double others = median(byKind.get(false));
            double chance = permutation(byKind.get(true), byKind.get(false));
            System.out.printf(
                    "%s: median %.2f ms of gold (%d), %.2f ms of others (%d); a difference like that comes by chance with"
                            + " p = %.3f%n",
                    what,
                    gold / 1e6,
                    byKind.get(true).size(),
                    others / 1e6,
                    byKind.get(false).size(),
                    chance);
            assertThat(Math.abs(gold - others) < 3e6 || chance > 2.5e-4)
                    .as("%s: %.2f ms and %.2f ms, p = %.4f", what, gold / 1e6, others / 1e6, chance)
                    .isTrue();
        });
    }

    private static void note(Map<String, Map<Boolean, List<Long>>> times, String what, boolean gold, Reply reply) {
        assertThat(reply.status()).as(what).isEqualTo(200);
        times.computeIfAbsent(what, any -> new HashMap<>())
                .computeIfAbsent(gold, any -> new ArrayList<>())
                .add(reply.nanos());
    }

    private static double median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    }

    /** How often medians of groups that are drawn at random differ at least as much. */
    private static double permutation(List<Long> one, List<Long> other) {
        double difference = Math.abs(median(one) - median(other));
        List<Long> all = new ArrayList<>(one);
        all.addAll(other);
        Random random = new Random(1);
        int rounds = 5_000;
        int asMuch = 0;
        Long[] shuffled = all.toArray(Long[]::new);
        for (int round = 0; round < rounds; round++) {
            for (int i = shuffled.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                Long kept = shuffled[i];
                shuffled[i] = shuffled[j];
                shuffled[j] = kept;
            }
            List<Long> drawn = Arrays.asList(shuffled);
            double chance =
                    Math.abs(median(drawn.subList(0, one.size())) - median(drawn.subList(one.size(), all.size())));
            asMuch += chance >= difference ? 1 : 0;
        }
        return (asMuch + 1.0) / (rounds + 1);
    }

    @Test
    void what_is_handed_out_together_ends_together_and_in_no_order() throws Exception {
        BlindClient ada = BlindClient.of(crowd.labeller, "annotator");
        int goldFirst = 0;
        for (int i = 0; i < 12; i++) {
            List<JsonNode> tasks = ada.tasks(8);
            assertThat(tasks.stream()
                            .map(task -> task.get("expires").asString())
                            .collect(Collectors.toSet()))
                    .hasSize(1);
            goldFirst += isGold(UUID.fromString(tasks.get(0).get("image").asString())) ? 1 : 0;
        }
        assertThat(goldFirst).as("of 12 first images").isBetween(1, 11);
    }

    /**
     * In a log of its own, with seeds, so that it comes out the same every time. Most images are those that the model doubts: gold that
     * is drawn at random would stand out by the model's confidence.
     */
    @Test
    void the_model_is_as_sure_of_gold_as_of_the_others() throws Exception {
        try (SeededQueue queue = new SeededQueue()) {
            Map<Boolean, List<Double>> confidences = queue.confidences(200);
            List<Double> gold = confidences.get(true);
            List<Double> others = confidences.get(false);
            assertThat(gold).hasSizeBetween(30, 70);
            assertThat(gold.size() + others.size()).isEqualTo(200);
            // What two samples of one distribution exceed in one case of twenty.
            double chance = 1.36 * Math.sqrt((gold.size() + others.size()) / (double) (gold.size() * others.size()));
            assertThat(apart(gold, others)).isLessThan(chance);
        }
    }

    /** The largest distance of the two distribution functions (Kolmogorov and Smirnov). */
    private static double apart(List<Double> one, List<Double> other) {
        return Stream.concat(one.stream(), other.stream())
                .mapToDouble(at -> Math.abs(shareUpTo(one, at) - shareUpTo(other, at)))
                .max()
                .orElse(1);
    }

    private static double shareUpTo(List<Double> values, double most) {
        return values.stream().filter(value -> value <= most).count() / (double) values.size();
    }
}
