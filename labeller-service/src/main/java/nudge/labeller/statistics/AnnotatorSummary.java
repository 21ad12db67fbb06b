package nudge.labeller.statistics;

import java.util.List;
import java.util.UUID;
import nudge.labeller.statistics.AnnotatorReport.Flag;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who labels, in a line.
 *
 * @param name null when it is not known any more
 * @param labels that stand
 * @param trust the probability that their next label is right, by gold
 * @param state new, trusted, watched or distrusted
 * @param bound Wilson's one-sided 95 % upper bound of the share of right answers on gold
 */
public record AnnotatorSummary(
        UUID id,
        @Nullable String name,
        int labels,
        GoldCount gold,
        double trust,
        String state,
        double bound,
        List<Flag> flags) {
    /** Answers on gold that count. */
    public record GoldCount(int seen, int correct) {}

    AnnotatorSummary named(@Nullable String known) {
        return new AnnotatorSummary(id, known, labels, gold, trust, state, bound, flags);
    }
}
