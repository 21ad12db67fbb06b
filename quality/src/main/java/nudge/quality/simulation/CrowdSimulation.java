package nudge.quality.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import nudge.quality.ConfusionCounts;
import nudge.quality.ConfusionMatrix;
import nudge.quality.CrowdLabels;
import nudge.quality.CrowdSetting;
import nudge.quality.DawidSkene;
import nudge.quality.DawidSkene.Estimate;
import nudge.quality.MatrixPrior;
import nudge.quality.Policy;
import nudge.quality.Settlement;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.WeighedLabel;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * A simulated crowd labels images under the policy {@link Policy.Crowd}, one label after the other, until all images are
 * settled or wait for review: with a quiz, hidden gold, trust, distrust from the change point on, and estimates. Images show all
 * digits alike. A pure function of its arguments.
 */
public final class CrowdSimulation {
    /** Gold images beyond the pool that is labelled. */
    private static final int GOLD_POOL = 1_000;

    private static final int GOLD_AT_FIRST = 50;

    private final Policy.Crowd policy;
    private final long seed;
    private final List<SimulatedPerson> people = new ArrayList<>();
    private final List<SimulatedImage> images = new ArrayList<>();
    /** Images that want another label. */
    private final Deque<SimulatedImage> wanted = new ArrayDeque<>();

    private double[] classShares = Settlement.even();
    private int next;
    private int overlapping;
    private int estimates;

    private CrowdSimulation(SimulatedCrowd crowd, Policy.Crowd policy, int[] digits, long seed) {
        this.policy = policy;
        this.seed = seed;
        for (int person = 0; person < crowd.people().size(); person++) {
            people.add(new SimulatedPerson(person, crowd));
        }
        for (int image = 0; image < digits.length; image++) {
            images.add(new SimulatedImage(id(image), digits[image]));
        }
    }

    private static UUID id(int image) {
        return new UUID(0, image);
    }

    /**
     * What the whole came to.
     *
     * @param outcomes of the images, in their order
     */
    public record Report(
            int images,
            int settled,
            int right,
            int disputed,
            int open,
            int labels,
            int goldAnswers,
            int estimates,
            List<Outcome> outcomes,
            List<Person> people) {
        /** The share, 0 to 1, of settled images whose digit is the true one. */
        public double rightShare() {
            return settled == 0 ? 0 : right / (double) settled;
        }

        /** Labels per image, those of distrusted people included, gold left out. */
        public double labelsPerImage() {
            return labels / (double) images;
        }
    }

    /**
     * What became of an image.
     *
     * @param settled the digit, or null when it is not settled
     * @param first the digit of its first label, or null when nobody labelled it
     */
    public record Outcome(
            int truth, @Nullable Integer settled, @Nullable Integer first) {}

    /**
     * What is known of somebody at the end.
     *
     * @param labels that they gave, gold left out
     * @param distrustedAfter their labels up to then, gold included; negative when they are not distrusted
     * @param distrustedFrom the number of the label from which on theirs weigh nothing
     * @param matrix of the last estimate, or of trust alone
     */
    public record Person(
            SimulatedAnnotator annotator,
            int labels,
            Trust trust,
            Trust.State state,
            int distrustedAfter,
            int distrustedFrom,
            ConfusionMatrix matrix,
            List<ConfusionCounts.Confusion> confusions) {}

    /** @param images how many are labelled; they show all digits alike */
    public static Report run(SimulatedCrowd crowd, Policy.Crowd policy, int images, long seed) {
        return run(crowd, policy, digits(images, seed), seed);
    }

    /** @param digits what the images show, [images] */
    public static Report run(SimulatedCrowd crowd, Policy.Crowd policy, int[] digits, long seed) {
        CrowdSimulation simulation = new CrowdSimulation(crowd, policy, digits, seed);
        simulation.label();
        return simulation.report();
    }

    private static int[] digits(int images, long seed) {
        int[] digits = new int[images];
        Arrays.setAll(digits, image -> Draw.of(seed, -1, new UUID(2, image)).below(0, 10));
        return digits;
    }

    private void label() {
        boolean worked = true;
        for (int round = 0; worked; round++) {
            worked = false;
            List<SimulatedPerson> order = new ArrayList<>(people);
            Collections.shuffle(order, new Random(seed * 31 + round));
            for (SimulatedPerson person : order) {
                worked |= !person.distrusted() && work(person);
            }
        }
        estimate();
    }

    /** Somebody takes a task: false when there is none for them. */
    private boolean work(SimulatedPerson person) {
        if (goldIsDue(person)) {
            int number = person.goldSeen();
            // A quiz has one of each digit; each person has an order of their own.
            int start = Draw.of(seed, person.number, new UUID(3, 0)).below(0, GOLD_POOL / 10) * 10;
            int gold = (start + number) % GOLD_POOL;
            person.answerGold(new UUID(1, gold), gold % 10, seed);
            if (person.trust().state() == Trust.State.DISTRUSTED) {
                distrust(person);
            }
            return true;
        }
        SimulatedImage image = take(person);
        if (image == null) {
            return false;
        }
        int digit = person.label(image.id, image.truth, seed);
        image.labels.add(new SimulatedImage.Given(person, digit, person.given() - 1));
        overlapping += image.labels.size() > 1 ? 1 : 0;
        consider(image);
        if (overlapping >= policy.value(CrowdSetting.ESTIMATE_LABELS)) {
            estimate();
        }
        return true;
    }

    private boolean goldIsDue(SimulatedPerson person) {
        if (person.goldSeen() < policy.whole(CrowdSetting.QUIZ)) {
            return true;
        }
        double share = policy.value(person.given() < GOLD_AT_FIRST ? CrowdSetting.GOLD_AT_FIRST : CrowdSetting.GOLD);
        return person.goldSeen() < GOLD_POOL
                && Draw.of(seed, person.number, new UUID(4, person.given())).uniform(0) < share;
    }

    private @Nullable SimulatedImage take(SimulatedPerson person) {
        for (Iterator<SimulatedImage> queue = wanted.iterator(); queue.hasNext(); ) {
            SimulatedImage image = queue.next();
            if (!image.labelledBy(person)) {
                queue.remove();
                image.queued = false;
                return image;
            }
        }
        return next < images.size() ? images.get(next++) : null;
    }

    private void distrust(SimulatedPerson person) {
        person.distrust();
        images.stream().filter(image -> image.labelledBy(person)).forEach(this::consider);
    }

    private void consider(SimulatedImage image) {
        List<WeighedLabel> labels = image.labels.stream()
                .filter(label -> label.person().weighs(label.number()))
                .map(label -> new WeighedLabel(
                        label.digit(), label.person().matrix(), label.person().trust()))
                .toList();
        boolean doubled = Draw.of(seed, -1, image.id).uniform(1) < policy.value(CrowdSetting.DOUBLED);
        image.decision =
                Settlement.decide(policy, new Settlement.Image(classShares, labels, image.settled(), false, doubled));
        if (image.decision instanceof Decision.Open && !image.queued) {
            image.queued = true;
            wanted.add(image);
        }
    }

    private void estimate() {
        overlapping = 0;
        estimates++;
        CrowdLabels.Builder labels = CrowdLabels.builder(10).annotators(people.size());
        int item = 0;
        for (SimulatedImage image : images) {
            for (SimulatedImage.Given label : image.labels) {
                if (label.person().weighs(label.number())) {
                    labels.add(item, label.person().number, label.digit());
                }
            }
            item++;
        }
        List<MatrixPrior> priors = new ArrayList<>();
        for (SimulatedPerson person : people) {
            for (SimulatedPerson.GoldLabel gold : person.gold()) {
                if (person.weighs(gold.number())) {
                    labels.add(item, person.number, gold.digit()).gold(item, gold.truth());
                    item++;
                }
            }
            priors.add(MatrixPrior.around(10, person.trust().value(), MatrixPrior.STRENGTH));
        }
        Estimate estimate = DawidSkene.estimate(labels.build(), priors, policy.estimation());
        classShares = estimate.model().classShares();
        for (SimulatedPerson person : people) {
            person.estimated(
                    estimate.model().matrices().get(person.number),
                    ConfusionCounts.of(estimate.counts(), person.number));
        }
        images.stream().filter(image -> !image.labels.isEmpty()).forEach(this::consider);
    }

    private Report report() {
        int settled = 0;
        int right = 0;
        int disputed = 0;
        int labels = 0;
        for (SimulatedImage image : images) {
            labels += image.labels.size();
            Integer digit = image.settled();
            settled += digit != null ? 1 : 0;
            right += digit != null && digit == image.truth ? 1 : 0;
            disputed += image.decision instanceof Decision.Disputed ? 1 : 0;
        }
        return new Report(
                images.size(),
                settled,
                right,
                disputed,
                images.size() - settled - disputed,
                labels,
                people.stream().mapToInt(SimulatedPerson::goldSeen).sum(),
                estimates,
                images.stream().map(SimulatedImage::outcome).toList(),
                people.stream().map(SimulatedPerson::report).toList());
    }

    /**
     * The same crowd and images without quality control: the share of images whose majority is right, with so many labels each
     * by different people; of several majorities one is drawn.
     */
    public static double majority(SimulatedCrowd crowd, int overlap, int images, long seed) {
        int[] digits = digits(images, seed);
        return PlainMajority.of(crowd, overlap, digits, seed).right(digits);
    }

    /** The ids that {@link #run} gives its images. */
    static List<UUID> ids(int images) {
        return IntStream.range(0, images).mapToObj(CrowdSimulation::id).toList();
    }
}
