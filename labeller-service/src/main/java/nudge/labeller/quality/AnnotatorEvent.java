package nudge.labeller.quality;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.Upcasters;
import org.jspecify.annotations.Nullable;

/**
 * What has become known of somebody who labels. The stream is the annotator's id; who said so, a person or the system, is in the
 * log beside it. Every outcome stands with the numbers that it rests on, so that a replay computes nothing.
 */
public sealed interface AnnotatorEvent {
    EventFamily<AnnotatorEvent> FAMILY = new EventFamily<>(
            Map.of(
                    "gold.answered", GoldAnswered.class,
                    "gold.voided", GoldVoided.class,
                    "annotator.distrusted", AnnotatorDistrusted.class,
                    "annotator.trusted", AnnotatorTrusted.class,
                    "annotator.estimated", AnnotatorEstimated.class),
            Upcasters.NONE);

    /** They labelled a gold image. */
    record GoldAnswered(UUID image, int digit, int expected, boolean correct) implements AnnotatorEvent {}

    /** Their answer on a gold image counts no longer. */
    record GoldVoided(UUID image, String reason) implements AnnotatorEvent {}

    /**
     * Their labels have no weight.
     *
     * @param from the position of the first label that has none
     * @param evidence what it rests on, or null when a person decided without any
     * @param policy the position of the policy's event; 0 for the default
     */
    record AnnotatorDistrusted(long from, @Nullable Evidence evidence, long policy) implements AnnotatorEvent {}

    /**
     * Their labels have weight again.
     *
     * @param from the position of the first label that has
     */
    record AnnotatorTrusted(long from, @Nullable Evidence evidence, long policy) implements AnnotatorEvent {}

    /**
     * Answers on gold.
     *
     * @param bound Wilson's one-sided 95 % upper bound of the share of right answers
     */
    record Evidence(int seen, int correct, double bound) {}

    /**
     * How they label, by an estimate over the whole log.
     *
     * @param estimate its number
     * @param matrix 100 integers in millionths, row by row: a row is a true digit, a column a label
     * @param labels that the estimate rests on
     */
    record AnnotatorEstimated(long estimate, List<Integer> matrix, long labels) implements AnnotatorEvent {
        public AnnotatorEstimated {
            matrix = List.copyOf(matrix);
        }
    }
}
