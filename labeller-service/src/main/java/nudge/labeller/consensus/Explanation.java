package nudge.labeller.consensus;

import java.util.List;
import java.util.UUID;
import nudge.events.Basis;
import org.jspecify.annotations.Nullable;

/**
 * Why an image has the label that it has, as of when it was settled; or, while nothing is settled, what its labels come to now.
 *
 * @param position as of which it is said
 * @param digit the settled label, or null
 * @param basis of the settled label, or null
 * @param confidence with which it was settled; of what is open, the posterior of the best digit
 * @param policyName solo or crowd
 * @param policyPosition of the event that set the policy; 0 for the default
 * @param estimate the number of the estimate that the weights are of; 0 for none
 * @param posterior how probable each digit is, by the labels that count: [10]
 * @param labels in the order of the log
 * @param adjudicatedBy the reviewer who decided, or null
 * @param notADigit whether a reviewer or an annotator decided that it is none
 */
public record Explanation(
        UUID image,
        long position,
        @Nullable Integer digit,
        @Nullable Basis basis,
        double confidence,
        String policyName,
        long policyPosition,
        long estimate,
        List<Double> posterior,
        List<Opinion> labels,
        @Nullable UUID adjudicatedBy,
        boolean notADigit) {
    public Explanation {
        posterior = List.copyOf(posterior);
        labels = List.copyOf(labels);
    }

    /**
     * Somebody's label.
     *
     * @param position in the log
     * @param trust in them: the probability that a label of theirs is right, by their answers on gold
     * @param counts whether it has weight
     * @param weights for each digit that the image may show, how probable this label is then: [10]
     */
    public record Opinion(UUID actor, int digit, long position, double trust, boolean counts, List<Double> weights) {
        public Opinion {
            weights = List.copyOf(weights);
        }
    }
}
