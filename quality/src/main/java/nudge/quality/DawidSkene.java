package nudge.quality;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Estimates from labels alone what images show and how each annotator labels, by expectation and maximisation in turn (Dawid and
 * Skene 1979), with images of known class held fast.
 *
 * <p>A pure function of its arguments, to the bit. It does not depend on how the labels are split into parts, nor on the order
 * of images, annotators' labels or parts; the numbering of the annotators is part of the digest.
 */
public final class DawidSkene {
    /** What the digest and the event name: a change of any bit of the outcome needs another. */
    public static final String ALGORITHM = "dawid-skene-1";

    private DawidSkene() {}

    /** How many parameters an annotator has. */
    public enum Model {
        /** A whole confusion matrix. */
        FULL,
        /** One probability of being right. It collapses on tasks that are hard for most. */
        ONE_COIN
    }

    /**
     * @param most iterations
     * @param tolerance ends when an iteration gains less than this, per label, in the logarithm of the probability
     * @param classPseudoCount so many images of each class were seen before
     */
    public record Settings(Model model, int most, double tolerance, double classPseudoCount) {
        public static final Settings DEFAULT = new Settings(Model.FULL, 50, 1e-6, 1);

        public Settings {
            if (most < 1 || !(tolerance >= 0) || !(classPseudoCount >= 0)) {
                throw new IllegalArgumentException("expected at least one iteration, and no negative tolerance or"
                        + " count, got " + most + ", " + tolerance + ", " + classPseudoCount);
            }
        }
    }

    /**
     * @param iterations that were made
     * @param converged false when the most that is allowed was reached before
     * @param logLikelihood of the labels, the natural logarithm
     * @param logPosterior as before, with the priors' share; what an iteration never lowers
     * @param counts how many labels of which class each annotator is believed to have given to images of each class
     */
    public record Estimate(
            CrowdModel model,
            int iterations,
            boolean converged,
            double logLikelihood,
            double logPosterior,
            ExpectedCounts counts) {}

    /** From nothing but labels and priors, on this machine. */
    public static Estimate estimate(CrowdLabels labels, List<MatrixPrior> priors, Settings settings) {
        return estimate(labels, priors, settings, null);
    }

    /** @param start an earlier estimate's parameters, one matrix per annotator, or null */
    public static Estimate estimate(
            CrowdLabels labels, List<MatrixPrior> priors, Settings settings, @Nullable CrowdModel start) {
        ExpectedCounts first = start == null ? ExpectedCounts.ofShares(labels) : start.expect(labels);
        return estimate(first, priors, settings, model -> model.expect(labels));
    }

    /**
     * Wherever the labels are.
     *
     * @param first the sums to begin with: {@link ExpectedCounts#ofShares}, or {@link CrowdModel#expect} of an earlier estimate
     * @param priors one per annotator
     * @param expectation adds up {@link CrowdModel#expect} of all parts of the labels, in any order
     */
    public static Estimate estimate(
            ExpectedCounts first,
            List<MatrixPrior> priors,
            Settings settings,
            Function<CrowdModel, ExpectedCounts> expectation) {
        if (priors.size() != first.annotators()) {
            throw new IllegalArgumentException(
                    "expected a prior for each of the " + first.annotators() + " annotators, got " + priors.size());
        }
        ExpectedCounts counts = first;
        double before = Double.NEGATIVE_INFINITY;
        double least = settings.tolerance() * Math.max(1, first.size());
        for (int iteration = 1; ; iteration++) {
            CrowdModel model = CrowdModel.of(counts, priors, settings);
            counts = expectation.apply(model);
            double now = counts.logLikelihood() + model.logPrior(priors, settings);
            boolean converged = now - before < least;
            if (converged || iteration == settings.most()) {
                return new Estimate(model, iteration, converged, counts.logLikelihood(), now, counts);
            }
            before = now;
        }
    }
}
