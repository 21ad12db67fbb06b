package nudge.standalone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import nudge.quality.simulation.PlainMajority;
import nudge.quality.simulation.SimulatedAnnotator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a simulated crowd's labels came to.
 *
 * @param policy by which they were settled
 * @param images whose digit was not known before
 * @param settled of them
 * @param right of those settled: with MNIST's digit
 * @param labels of those images
 * @param goldLabels of images whose digit was known before
 * @param majority what a plain majority of three labels would have made of the same images
 * @param majorityRight the share of its digits, 0 to 1, that are MNIST's
 */
record CrowdResult(
        String policy,
        int images,
        int settled,
        int right,
        int labels,
        int goldLabels,
        double seconds,
        Percentiles latency,
        PlainMajority majority,
        double majorityRight,
        List<Member> members) {
    static final int OVERLAP = 3;

    /**
     * A member of the crowd.
     *
     * @param id of the actor that the log names
     * @param labels of all images
     * @param known what GET /api/annotators/{id} says of them; null where a Nudge has no such route
     * @param distrustedAfter so many labels, or null
     */
    record Member(
            UUID id,
            String name,
            SimulatedAnnotator who,
            int labels,
            @Nullable JsonNode known,
            @Nullable Integer distrustedAfter) {}

    /** Asks the Nudge, as a reviewer may. */
    static CrowdResult of(CrowdAnnotation annotation, long seed, double seconds) throws InterruptedException {
        List<UUID> open = annotation.images().open();
        List<Callable<JsonNode>> states = new ArrayList<>();
        for (UUID image : open) {
            states.add(() -> annotation.images().state(image));
        }
        int[] truths = open.stream().mapToInt(annotation.images()::truth).toArray();
        int settled = 0;
        int right = 0;
        List<JsonNode> now = annotation.inParallel(states);
        for (int i = 0; i < truths.length; i++) {
            JsonNode digit = now.get(i).get("digit");
            settled += digit.isNull() ? 0 : 1;
            right += !digit.isNull() && digit.asInt() == truths[i] ? 1 : 0;
        }
        PlainMajority majority = PlainMajority.of(annotation.crowd(), OVERLAP, open, truths, seed);
        List<Member> members = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        int all = 0;
        int labels = 0;
        for (CrowdMember member : annotation.members()) {
            members.add(member(annotation.admin(), member));
            nanos.addAll(member.nanos());
            all += member.labelled().size();
            labels += member.openLabels();
        }
        return new CrowdResult(
                annotation.policy(),
                truths.length,
                settled,
                right,
                labels,
                all - labels,
                seconds,
                Percentiles.ofNanos(nanos),
                majority,
                majority.right(truths),
                members);
    }

    private static Member member(Api reviewer, CrowdMember member) throws InterruptedException {
        JsonNode known = reviewer.find("/api/annotators/" + member.actor()).orElse(null);
        return new Member(
                member.actor(),
                member.name(),
                member.who(),
                member.labelled().size(),
                known,
                known == null ? null : distrustedAfter(reviewer, member, known));
    }

    /** How many labels they had given when they were distrusted last; null when they are not. */
    private static @Nullable Integer distrustedAfter(Api reviewer, CrowdMember member, JsonNode known)
            throws InterruptedException {
        if (!known.get("state").asString().equals("distrusted")) {
            return null;
        }
        long decision = 0;
        for (JsonNode made : known.path("decisions")) {
            if (made.get("kind").asString().equals("distrusted")) {
                decision = Math.max(decision, made.get("position").asLong());
            }
        }
        Map<UUID, Long> gold = new HashMap<>();
        for (JsonNode answer : known.path("gold").path("answers")) {
            gold.put(
                    UUID.fromString(answer.get("image").asString()),
                    answer.get("position").asLong());
        }
        int from = 0;
        int to = member.labelled().size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            UUID image = member.labelled().get(middle);
            Long answered = gold.get(image);
            long position = answered != null ? answered : position(reviewer, image, member.actor());
            if (position < decision) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Where in the log somebody labelled an image. */
    private static long position(Api reviewer, UUID image, UUID actor) throws InterruptedException {
        for (JsonNode event : reviewer.get("/api/images/" + image + "/history")) {
            if (event.get("type").asString().equals("label.given")
                    && event.get("actor").asString().equals(actor.toString())) {
                return event.get("position").asLong();
            }
        }
        throw new CommandFailedException(
                "expected the label of " + actor + " in the history of image " + image + ", found none");
    }

    /** The share of settled images, 0 to 1, whose digit is MNIST's; 0 when none is settled. */
    double settledRight() {
        return settled == 0 ? 0 : right / (double) settled;
    }

    /** Labels per image; 0 when there is no image. */
    double labelsPerImage() {
        return images == 0 ? 0 : labels / (double) images;
    }
}
