package nudge.quality.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import nudge.quality.ConfusionMatrix;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import nudge.quality.Settlement;
import nudge.quality.Settlement.Decision;
import nudge.quality.Settlement.WeighedLabel;
import nudge.quality.Trust;

/**
 * What a policy would cost, and what it would give: images are drawn by the classes' shares, labelled by people as they are
 * known to label, and settled. A pure function: the same figures give the same preview.
 *
 * @param labels per image that is expected, gold left out
 * @param goldPerLabel gold images that are labelled beside, per label of the pool
 * @param settled the share, 0 to 1, of images that are settled without a reviewer
 * @param right the share, 0 to 1, of settled images whose digit is the true one; 1 when none is settled
 */
public record CostPreview(double labels, double goldPerLabel, double settled, double right) {
    /**
     * Somebody who labels.
     *
     * @param share of all labels that are theirs, compared with that of others
     * @param matrix how they label
     */
    public record Labeller(double share, ConfusionMatrix matrix, Trust trust) {}

    /**
     * @param heldOut the share, 0 to 1, of images that are held out
     * @param images to be drawn: 10,000 give the number of labels to about 0.01
     * @throws IllegalArgumentException when nobody labels, or no image is to be drawn
     */
    public static CostPreview of(
            Policy.Crowd policy, List<Labeller> people, double[] classShares, double heldOut, int images) {
        if (people.isEmpty() || images < 1) {
            throw new IllegalArgumentException(
                    "expected somebody who labels, and an image, got " + people.size() + " people, " + images);
        }
        long labels = 0;
        int settled = 0;
        int right = 0;
        for (int image = 0; image < images; image++) {
            Draw draw = Draw.of(images, 0, new UUID(5, image));
            int truth = pick(classShares, draw.uniform(0));
            List<WeighedLabel> given = new ArrayList<>();
            Decision decision = label(policy, people, classShares, draw, truth, draw.uniform(1) < heldOut, given);
            labels += given.size();
            if (decision instanceof Decision.Settled of) {
                settled++;
                right += of.digit() == truth ? 1 : 0;
            }
        }
        double gold = policy.value(CrowdSetting.GOLD);
        return new CostPreview(
                labels / (double) images,
                gold / (1 - gold),
                settled / (double) images,
                settled == 0 ? 1 : right / (double) settled);
    }

    /** One label after the other, each by somebody else, until it is decided or nobody is left. */
    private static Decision label(
            Policy.Crowd policy,
            List<Labeller> people,
            double[] classShares,
            Draw draw,
            int truth,
            boolean heldOut,
            List<WeighedLabel> given) {
        boolean doubled = draw.uniform(2) < policy.value(CrowdSetting.DOUBLED);
        double[] left = people.stream().mapToDouble(Labeller::share).toArray();
        Decision decision = new Decision.Open(null, 0);
        while (decision instanceof Decision.Open && given.size() < people.size()) {
            int place = 3 + 2 * given.size();
            int person = pick(left, draw.uniform(place));
            left[person] = 0;
            ConfusionMatrix matrix = people.get(person).matrix();
            double[] row = new double[matrix.classes()];
            Arrays.setAll(row, digit -> matrix.probability(truth, digit));
            given.add(new WeighedLabel(
                    pick(row, draw.uniform(place + 1)),
                    matrix,
                    people.get(person).trust()));
            decision = Settlement.decide(
                    policy, new Settlement.Image(classShares, List.copyOf(given), null, heldOut, doubled));
        }
        return decision;
    }

    /** @param weights not negative, one at least positive */
    private static int pick(double[] weights, double uniform) {
        double rest = uniform * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                rest -= weights[i];
                if (rest < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
