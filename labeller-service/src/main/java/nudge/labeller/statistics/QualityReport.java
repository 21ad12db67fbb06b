package nudge.labeller.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good the labels are, in one view.
 *
 * @param settings all that the policy crowd has
 * @param estimate the latest, or null
 * @param recompute what images are, or were last, looked at again for; null when they never were
 * @param advice what should be done, for people
 */
public record QualityReport(
        PolicyShown policy,
        List<Setting> settings,
        Pool progress,
        Gold gold,
        @Nullable Estimate estimate,
        @Nullable Recompute recompute,
        Agreement agreement,
        List<String> advice) {

    /**
     * @param position of the event that set it; 0 for the default
     * @param settings by name; none under the policy solo
     */
    public record PolicyShown(String name, long position, Map<String, Double> settings) {}

    /**
     * @param standard what it is when nobody says
     * @param whole whether it is a whole number
     */
    public record Setting(String name, double standard, double least, double most, boolean whole, String meaning) {}

    /**
     * @param settled images whose digit is known
     * @param open images that wait for labels
     * @param review images that wait for a reviewer
     * @param labels that stand
     * @param labelsPerImage of images that were settled by labels alone, or null
     */
    public record Pool(
            int settled,
            int open,
            int review,
            int labels,
            @Nullable Double labelsPerImage) {}

    /**
     * @param byDigit the active ones
     * @param enough whether the quiz can be held
     */
    public record Gold(int active, int retired, int contested, int[] byDigit, boolean enough) {}

    public record Estimate(
            long number,
            long horizon,
            Instant at,
            int iterations,
            double logLikelihood,
            List<Double> classShares,
            String digest) {}

    /** @param cause the position of the event that it is for */
    public record Recompute(long cause, boolean running, long lookedAt, long changed, long opened) {}

    public record Agreement(
            @Nullable Double alpha, @Nullable Double agreement, int units) {}
}
