package nudge.quality;

import java.util.Arrays;
import java.util.Collection;

/**
 * How probable each class is for one image, given its labels and how those who gave them label: P(k) is proportional to the
 * share of k, times, for each label, the probability that its annotator gives it to an image of k. Does not depend on the order
 * of the labels. Immutable.
 */
public final class Posterior {
    /** [classes], in fixed point */
    private final long[] shares;

    Posterior(long[] shares) {
        this.shares = shares;
    }

    /** A label, and how whoever gave it labels. */
    public record Vote(int given, ConfusionMatrix matrix) {}

    /**
     * @param classShares how common each class is, [classes], adding up to 1
     * @param votes at most 10,000
     * @throws IllegalArgumentException when a label is no class, or a matrix has another number of classes
     */
    public static Posterior of(double[] classShares, Collection<Vote> votes) {
        int classes = classShares.length;
        if (votes.size() > CrowdLabels.MOST_PER_ITEM) {
            throw new IllegalArgumentException(
                    "expected at most " + CrowdLabels.MOST_PER_ITEM + " labels of an image, got " + votes.size());
        }
        long[] logs = new long[classes];
        for (int k = 0; k < classes; k++) {
            logs[k] = FixedPoint.log(classShares[k]);
        }
        for (Vote vote : votes) {
            if (vote.given() < 0 || vote.given() >= classes || vote.matrix().classes() != classes) {
                throw new IllegalArgumentException("expected a label and a matrix of " + classes + " classes, got "
                        + vote.given() + " and " + vote.matrix().classes() + " classes");
            }
            for (int k = 0; k < classes; k++) {
                logs[k] += FixedPoint.log(vote.matrix().probability(k, vote.given()));
            }
        }
        long[] shares = new long[classes];
        FixedPoint.normalise(logs, shares);
        return new Posterior(shares);
    }

    /** With all classes equally common. */
    public static Posterior of(int classes, Collection<Vote> votes) {
        double[] even = new double[classes];
        Arrays.fill(even, 1.0 / classes);
        return of(even, votes);
    }

    public int classes() {
        return shares.length;
    }

    public double probability(int k) {
        return FixedPoint.toDouble(shares[k]);
    }

    /** The most probable class; of several, the lowest. */
    public int best() {
        int best = 0;
        for (int k = 1; k < shares.length; k++) {
            best = shares[k] > shares[best] ? k : best;
        }
        return best;
    }

    /**
     * The most probable of the classes that somebody gave; of several, the lowest.
     *
     * @throws IllegalArgumentException when nobody gave any
     */
    public int bestOf(Collection<Integer> given) {
        return given.stream()
                .distinct()
                .sorted()
                .reduce((one, other) -> shares[other] > shares[one] ? other : one)
                .orElseThrow(() -> new IllegalArgumentException("expected at least one label, got none"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Posterior posterior && Arrays.equals(shares, posterior.shares);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shares);
    }

    @Override
    public String toString() {
        return Arrays.toString(
                Arrays.stream(shares).mapToDouble(FixedPoint::toDouble).toArray());
    }
}
