package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;

/** Which of the images whose digit is known become gold. Pure. */
final class GoldChoice {
    /** A large pool is not worth more to who measures, and costs held-out images that people know. */
    static final int MOST = 1_000;

    /** Of the held-out images that are known. */
    static final double SHARE = 0.20;

    private static final int DIGITS = 10;
    private static final String PURPOSE = "gold";

    private GoldChoice() {}

    /** An image whose digit is known. */
    record Known(UUID image, int digit) {}

    /** Whether a policy uses gold at all. */
    static boolean isWanted(Policy.Crowd policy) {
        return policy.whole(CrowdSetting.QUIZ) > 0
                || policy.value(CrowdSetting.GOLD) > 0
                || policy.value(CrowdSetting.GOLD_AT_FIRST) > 0;
    }

    /**
     * How many gold images of each digit there should be: of all digits a fifth of the known images, but at least what a quiz
     * asks for, and at most 1,000.
     *
     * @param known held-out images whose digit is known
     */
    static int perDigit(Policy.Crowd policy, long known) {
        if (!isWanted(policy)) {
            return 0;
        }
        double wanted = Math.max(policy.whole(CrowdSetting.QUIZ), Math.min(MOST, SHARE * known));
        return (int) Math.ceil(wanted / DIGITS);
    }

    /**
     * The images to add, so that there are as many of each digit as are wanted, or as there are.
     *
     * @param known candidates, gold among them
     * @param ever images that are or were gold: what was retired stays so
     * @param active how many gold images of each digit there are: [10]
     */
    static List<Known> choose(KeyedDraw draw, int perDigit, List<Known> known, Set<UUID> ever, int[] active) {
        Map<Integer, List<Known>> candidates = new HashMap<>();
        for (Known image : known) {
            if (!ever.contains(image.image())) {
                candidates
                        .computeIfAbsent(image.digit(), digit -> new ArrayList<>())
                        .add(image);
            }
        }
        List<Known> chosen = new ArrayList<>();
        for (int digit = 0; digit < DIGITS; digit++) {
            candidates.getOrDefault(digit, List.of()).stream()
                    .sorted(Comparator.comparingLong(image -> draw.rank(PURPOSE, image.image())))
                    .limit(Math.max(0, perDigit - active[digit]))
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** Whether so many miss it that the digit is wrong, or nobody can tell. */
    static boolean isMissedByMost(long seen, long missed) {
        return seen >= 8 && missed >= 0.7 * seen;
    }
}
