package nudge.quality;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import nudge.quality.Posterior.Vote;
import org.jspecify.annotations.Nullable;

/** What the labels of an image come to under the policy {@link Policy.Crowd}. Pure. */
public final class Settlement {
    private Settlement() {}

    /**
     * A label that has weight: those of distrusted people are left out before.
     *
     * @param matrix how its annotator labels, by the latest estimate or by trust
     * @param trust in its annotator
     */
    public record WeighedLabel(int digit, ConfusionMatrix matrix, Trust trust) {}

    /**
     * @param classShares how common each digit is
     * @param labels one per annotator
     * @param settled the digit that is settled now, or null
     * @param heldOut whether accuracy is measured on it
     * @param doubled whether it is among those that get two labels at least
     */
    public record Image(
            double[] classShares,
            List<WeighedLabel> labels,
            @Nullable Integer settled,
            boolean heldOut,
            boolean doubled) {}

    /** What follows. */
    public sealed interface Decision {
        /** It is settled, as before or anew. */
        record Settled(int digit, double posterior) implements Decision {}

        /**
         * It waits for more labels; if it was settled, it no longer is.
         *
         * @param best the most probable of the digits given, or null when there is none
         * @param posterior of the best
         */
        record Open(@Nullable Integer best, double posterior) implements Decision {}

        /** It has as many labels as are collected, and they do not agree: a reviewer decides. */
        record Disputed(int best, double posterior) implements Decision {}
    }

    public static Decision decide(Policy.Crowd policy, Image image) {
        List<WeighedLabel> labels = image.labels();
        if (labels.isEmpty()) {
            return new Decision.Open(null, 0);
        }
        Posterior posterior = Posterior.of(
                image.classShares(),
                labels.stream()
                        .map(label -> new Vote(label.digit(), label.matrix()))
                        .toList());
        TreeSet<Integer> given = new TreeSet<>();
        labels.forEach(label -> given.add(label.digit()));
        int best = posterior.bestOf(given);
        double probability = probability(posterior, best, labels);
        boolean stays = image.settled() != null && image.settled() == best;
        double wanted = policy.value(stays ? CrowdSetting.UNSETTLE_BELOW : CrowdSetting.SETTLE_AT);
        if (labels.size() >= least(policy, image) && probability >= wanted) {
            return new Decision.Settled(best, probability);
        }
        return labels.size() >= policy.whole(CrowdSetting.MOST)
                ? new Decision.Disputed(best, probability)
                : new Decision.Open(best, probability);
    }

    /**
     * What one label alone says is believed as far as its annotator is trusted, whatever an estimate says: a matrix may be sure
     * of a digit that its annotator never gave to another.
     */
    private static double probability(Posterior posterior, int best, List<WeighedLabel> labels) {
        double probability = posterior.probability(best);
        return labels.size() == 1 ? Math.min(probability, labels.get(0).trust().value()) : probability;
    }

    private static int least(Policy.Crowd policy, Image image) {
        int least = policy.whole(image.heldOut() ? CrowdSetting.LEAST_HELD_OUT : CrowdSetting.LEAST);
        boolean second = image.doubled()
                || image.labels().stream().allMatch(label -> label.trust().state() == Trust.State.NEW);
        return Math.min(policy.whole(CrowdSetting.MOST), second ? Math.max(2, least) : least);
    }

    /** All digits equally common. */
    public static double[] even() {
        double[] even = new double[10];
        Arrays.fill(even, 0.1);
        return even;
    }
}
