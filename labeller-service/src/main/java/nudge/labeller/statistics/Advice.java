package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.QualityReport.Agreement;
import nudge.labeller.statistics.QualityReport.Gold;
import nudge.labeller.statistics.QualityReport.Pool;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;

/** What should be done for better labels, in words. */
final class Advice {
    /** Whoever talks with others learns a smaller pool of gold by heart. */
    static final int LARGE_POOL = 200;

    /** Krippendorff: below it, conclusions are not even tentative. */
    static final double TENTATIVE = 0.667;

    private static final int ENOUGH_UNITS = 50;

    private Advice() {}

    static List<String> of(
            QualityState quality, Gold gold, Pool pool, Agreement agreement, List<AnnotatorSummary> people) {
        List<String> advice = new ArrayList<>();
        if (quality.policy() instanceof Policy.Crowd crowd) {
            gold(crowd, gold, advice);
        } else if (people.size() > 1) {
            advice.add("Several people label, and the policy is solo: the latest label of an image settles it. With the"
                    + " policy crowd, several labels settle it, weighed by how far each person can be trusted.");
        }
        if (gold.contested() > 0) {
            advice.add(counted(gold.contested(), "gold image is contested", "gold images are contested")
                    + ": look at it on the page Gold, and correct or retire what is wrong.");
        }
        if (pool.review() > 0) {
            advice.add(counted(pool.review(), "image waits", "images wait") + " for a reviewer on the page Review.");
        }
        long watched = people.stream()
                .filter(person -> person.state().equals("watched"))
                .count();
        long flagged =
                people.stream().filter(person -> !person.flags().isEmpty()).count();
        if (watched > 0) {
            advice.add(counted(watched, "person is", "people are")
                    + " below the share of right answers that is wanted, which may be chance: wait for more gold, or look"
                    + " at their matrix.");
        }
        if (flagged > 0) {
            advice.add(counted(flagged, "person has", "people have")
                    + " a flag: nothing follows from it by itself, look at their page.");
        }
        Double alpha = agreement.alpha();
        if (alpha != null && alpha < TENTATIVE && agreement.units() >= ENOUGH_UNITS) {
            advice.add(String.format(
                    Locale.ROOT,
                    "People agree little: alpha is %.3f, below %.3f. Look at the digits that they disagree on, and at who"
                            + " agrees with nobody.",
                    alpha,
                    TENTATIVE));
        }
        return List.copyOf(advice);
    }

    private static void gold(Policy.Crowd crowd, Gold gold, List<String> advice) {
        if (!gold.enough()) {
            String missing = IntStream.range(0, 10)
                    .filter(digit -> gold.byDigit()[digit] == 0)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "));
            advice.add("There is not enough gold, so the quiz waits: it takes "
                    + crowd.whole(CrowdSetting.QUIZ) + " images, each digit among them; there are " + gold.active()
                    + (missing.isEmpty() ? "" : ", and none of " + missing)
                    + ". Decide held-out images on the page Review, or import held-out images with their labels: they"
                    + " become gold.");
        } else if (gold.active() < LARGE_POOL && crowd.value(CrowdSetting.GOLD) > 0) {
            advice.add("There are " + gold.active()
                    + " gold images. Everybody meets each of them once at most, and people"
                    + " who talk with each other can learn so few by heart: " + LARGE_POOL + " or more are better.");
        }
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
