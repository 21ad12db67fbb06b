package nudge.labeller.quality;

import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.quality.Policy;
import org.jspecify.annotations.Nullable;

/** What somebody, or the system, decides about the quality of labels. */
public sealed interface QualityCommand {
    record SetPolicy(Policy policy) implements QualityCommand {}

    /** @param from the position of the first label that has no weight any more; 0 for all */
    record Distrust(UUID annotator, long from, @Nullable Evidence evidence) implements QualityCommand {}

    /** @param from the position of the first label that has weight again; 0 for all */
    record TrustAgain(UUID annotator, long from) implements QualityCommand {}

    /** Those that are gold already are passed over. */
    record ChooseGold(Map<UUID, Integer> digits, String reason) implements QualityCommand {
        public ChooseGold {
            digits = Map.copyOf(digits);
        }
    }

    /** All answers on it are judged anew. */
    record CorrectGold(UUID image, int digit, String reason) implements QualityCommand {}

    /** Nobody is given it any more, and the answers on it count no longer. */
    record RetireGold(UUID image, String reason) implements QualityCommand {}

    /** Whoever labelled it says that it shows something else. */
    record ContestGold(UUID image, @Nullable Integer digit, String reason) implements QualityCommand {}

    /** @param annotators how each of them labels, by the same estimate */
    record RecordEstimate(ConsensusEstimated estimate, Map<UUID, AnnotatorEstimated> annotators)
            implements QualityCommand {
        public RecordEstimate {
            annotators = Map.copyOf(annotators);
        }
    }

    /** @param cause the position of the event that it is about, one of {@link QualityState#due} */
    record BeginRecompute(long cause) implements QualityCommand {}

    record FinishRecompute(long cause, long lookedAt, long changed, long opened) implements QualityCommand {}
}
