package nudge.labeller.quality;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.Upcasters;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;

/** What concerns the labels as a whole: gold, the policy, estimates and recomputation. They have one stream. */
public sealed interface QualityEvent {
    /** The stream of these events. */
    UUID STREAM = UUID.fromString("71756c69-7479-4000-8000-000000000000");

    EventFamily<QualityEvent> FAMILY = new EventFamily<>(
            Map.of(
                    "gold.chosen", GoldChosen.class,
                    "gold.contested", GoldContested.class,
                    "gold.corrected", GoldCorrected.class,
                    "gold.retired", GoldRetired.class,
                    "policy.set", PolicySet.class,
                    "consensus.estimated", ConsensusEstimated.class,
                    "recompute.began", RecomputeBegan.class,
                    "recompute.finished", RecomputeFinished.class),
            Upcasters.NONE);

    /** An image whose digit is known is given to people to see how they label. */
    record GoldChosen(UUID image, int digit, String reason) implements QualityEvent {}

    /** Somebody says that a gold image shows another digit than is held to be true. */
    record GoldContested(UUID image, @Nullable Integer digit, String reason) implements QualityEvent {}

    record GoldCorrected(UUID image, int digit, String reason) implements QualityEvent {}

    record GoldRetired(UUID image, String reason) implements QualityEvent {}

    /**
     * From here on labels are collected and settled by this policy.
     *
     * @param policy solo or crowd
     * @param settings by name; all of them, so that a later default changes nothing
     */
    record PolicySet(String policy, Map<String, Double> settings) implements QualityEvent {
        public PolicySet {
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }

        public static PolicySet of(Policy policy) {
            if (policy instanceof Policy.Solo) {
                return new PolicySet(policy.name(), Map.of());
            }
            if (policy instanceof Policy.Crowd crowd) {
                return new PolicySet(policy.name(), crowd.byName());
            }
            throw new IllegalStateException("expected the policy solo or crowd, got " + policy);
        }
    }

    /**
     * How everybody labels was estimated; each annotator's matrix is in their stream.
     *
     * @param number of the estimate, from 1
     * @param horizon the position up to which the log was read for it
     * @param logLikelihood of those labels, the natural logarithm
     * @param classShares how common each digit is: ten numbers that add up to 1
     * @param digest SHA-256 of all parameters, in hexadecimal
     */
    record ConsensusEstimated(
            long number,
            long horizon,
            String algorithm,
            int iterations,
            double logLikelihood,
            List<Double> classShares,
            String digest)
            implements QualityEvent {
        public ConsensusEstimated {
            classShares = List.copyOf(classShares);
        }
    }

    /** @param cause the position of the event that images are looked at again for */
    record RecomputeBegan(long cause) implements QualityEvent {}

    /**
     * @param lookedAt images
     * @param changed images whose digit is another now
     * @param opened images that were settled and are open now
     */
    record RecomputeFinished(long cause, long lookedAt, long changed, long opened) implements QualityEvent {}
}
