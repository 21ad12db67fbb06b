package nudge.labeller.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.AnnotatorEvent.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of somebody who labels.
 *
 * @param name null when it is not known any more
 * @param labels that stand
 * @param skips that stand
 * @param trust the probability that their next label is right, by gold
 * @param bound Wilson's one-sided 95 % upper bound of the share of right answers on gold
 * @param estimated how they label, by the latest estimate, or null
 * @param confusion labels: a row is a settled digit, a column what they gave. Of images that others labelled too, or whose
 *     digit is known without labels
 * @param confusions what they hardly confuse by chance, the worst first
 * @param changePoint where their answers on gold became worse, or null
 */
public record AnnotatorReport(
        UUID id,
        @Nullable String name,
        int labels,
        int skips,
        GoldResults gold,
        double trust,
        double bound,
        String state,
        @Nullable Estimated estimated,
        int[][] confusion,
        List<Confused> confusions,
        PaceShown pace,
        Agreed agreement,
        List<DecisionShown> decisions,
        @Nullable Change changePoint,
        List<Flag> flags) {

    /** @param answers in the order of the log */
    public record GoldResults(int seen, int correct, List<AnswerShown> answers) {}

    /** @param digit what they said it is */
    public record AnswerShown(UUID image, long position, Instant at, int digit, int expected, boolean correct) {}

    /**
     * @param estimate its number
     * @param labels that it rests on
     * @param matrix shares, 0 to 1: a row is a true digit, a column what they give
     */
    public record Estimated(long estimate, long labels, double[][] matrix) {}

    /**
     * @param share of the images of {@code truth}
     * @param bound Wilson's one-sided 99.9 % lower bound of it
     */
    public record Confused(int truth, int given, double share, double bound) {}

    /** @param medianMs null when no time is known */
    public record PaceShown(@Nullable Double medianMs, List<Hour> labelsPerHour) {}

    /** @param at when the hour begins */
    public record Hour(Instant at, int labels) {}

    /**
     * How often they agree; null where nothing can be compared.
     *
     * @param withOthers the share of pairs of their label and that of somebody else, of the same image, that are the same digit
     * @param compared such pairs; labels that have no weight are left out
     * @param withModelShown the share of labels that are what the page suggested
     * @param withModelHidden the share of labels that are what the page would have suggested, had it not been hidden
     * @param rubberStamping the former less the latter
     */
    public record Agreed(
            @Nullable Double withOthers,
            int compared,
            @Nullable Double withModelShown,
            int shown,
            @Nullable Double withModelHidden,
            int hidden,
            @Nullable Double rubberStamping) {}

    /**
     * @param kind distrusted or trusted
     * @param from the position of the first label that it is about
     */
    public record DecisionShown(
            long position,
            Instant at,
            UUID by,
            @Nullable String byName,
            String kind,
            long from,
            @Nullable Evidence evidence) {}

    /**
     * @param from the position behind the last answer of the better part
     * @param before the share of right answers before it
     * @param after the share from it on
     */
    public record Change(long from, double before, double after) {}

    /** @param kind confuses, fast, odd-answers, rubber-stamps or drifted */
    public record Flag(String kind, String text) {}

    /**
     * With names and times.
     *
     * @param names of those who are still known
     * @param at by position
     */
    AnnotatorReport completed(Map<UUID, String> names, Map<Long, Instant> at) {
        return new AnnotatorReport(
                id,
                names.get(id),
                labels,
                skips,
                new GoldResults(
                        gold.seen(),
                        gold.correct(),
                        gold.answers().stream()
                                .map(answer -> new AnswerShown(
                                        answer.image(),
                                        answer.position(),
                                        at.getOrDefault(answer.position(), answer.at()),
                                        answer.digit(),
                                        answer.expected(),
                                        answer.correct()))
                                .toList()),
                trust,
                bound,
                state,
                estimated,
                confusion,
                confusions,
                pace,
                agreement,
                decisions.stream()
                        .map(each -> new DecisionShown(
                                each.position(),
                                at.getOrDefault(each.position(), each.at()),
                                each.by(),
                                names.get(each.by()),
                                each.kind(),
                                each.from(),
                                each.evidence()))
                        .toList(),
                changePoint,
                flags);
    }
}
