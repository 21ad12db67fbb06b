package nudge.learning.champion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import nudge.learning.champion.NoHarm.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Made-up networks are judged hundreds of times on the same 10,000 images, while somebody tries to bring a bad one through. What
 * they are worth is seen on 10,000 images that no decision sees.
 */
class AttacksTest {
    private static final int IMAGES = 10_000;
    private static final int CHECKPOINTS = 600;

    /** How good each checkpoint is: the share of all images that it answers right, but for chance. */
    private enum Attack {
        /** A point is lost in every hundred checkpoints. */
        SLOW_DECLINE(i -> 0.95 - i * 0.0001),
        /** Just as much too bad as is hard to see, again and again: some time it will be lucky. */
        JUST_TOO_BAD(i -> 0.95 - (i == 0 ? 0 : 0.025)),
        /** Good ones between bad ones, so that the champion changes all the time. */
        SWINGS(i -> 0.95 - 0.04 * (i % 7 == 0 ? 1 : 0) - 0.01 * (i % 2)),
        /** Two points lower and lower: each a little below the champion before. */
        STAIRS(i -> 0.95 - 0.005 * (i / 50)),
        /** As good as before but for chance, from checkpoint to checkpoint anew. */
        STEADY(i -> 0.95),
        /** Something breaks, and comes back. */
        BURSTS(i -> i / 50 % 3 == 2 ? 0.4 : 0.95);

        private final IntToDoubleFunction share;

        Attack(IntToDoubleFunction share) {
            this.share = share;
        }
    }

    /** Each image has its own difficulty, and each network its own luck with it: {@code [0, IMAGES)} judge, the rest do not. */
    private static boolean[] answers(double[] difficulty, double share, SplittableRandom luck) {
        boolean[] right = new boolean[difficulty.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = difficulty[i] + 0.03 * (luck.nextDouble() - 0.5) < share;
        }
        return right;
    }

    private static PairedAnswers paired(boolean[] checkpoint, boolean[] anchor) {
        PairedAnswers answers = new PairedAnswers();
        for (int i = 0; i < IMAGES; i++) {
            int digit = i % 10;
            answers.add(digit, checkpoint[i] ? digit : 9 - digit, anchor[i] ? digit : 9 - digit);
        }
        return answers;
    }

    private static double unseen(boolean[] right) {
        int count = 0;
        for (int i = IMAGES; i < right.length; i++) {
            count += right[i] ? 1 : 0;
        }
        return (double) count / IMAGES;
    }

    @ParameterizedTest
    @EnumSource
    void no_champion_is_more_than_two_points_below_its_anchor_on_images_that_no_decision_saw(Attack attack) {
        SplittableRandom random = new SplittableRandom(attack.ordinal());
        double[] difficulty = random.doubles(2 * IMAGES).toArray();
        boolean[] anchor = answers(difficulty, attack.share.applyAsDouble(0), random);
        List<Double> below = new ArrayList<>();
        for (int i = 1; i < CHECKPOINTS; i++) {
            boolean[] checkpoint = answers(difficulty, attack.share.applyAsDouble(i), random);
            Verdict verdict = NoHarm.judge(paired(checkpoint, anchor));
            if (verdict.rule().promotes()) {
                below.add(unseen(anchor) - unseen(checkpoint));
            }
            if (verdict.rule().movesAnchor()) {
                anchor = checkpoint;
            }
        }
        assertThat(below.isEmpty()).as("nothing was promoted").isEqualTo(attack == Attack.JUST_TOO_BAD);
        assertThat(below).allSatisfy(points -> assertThat(points).isLessThanOrEqualTo(NoHarm.MARGIN));
    }

    @Test
    void a_steady_phase_is_followed() {
        SplittableRandom random = new SplittableRandom(9);
        double[] difficulty = random.doubles(2 * IMAGES).toArray();
        boolean[] anchor = answers(difficulty, 0.95, random);
        int promoted = 0;
        for (int i = 0; i < 200; i++) {
            promoted += NoHarm.judge(paired(answers(difficulty, 0.95, random), anchor))
                            .rule()
                            .promotes()
                    ? 1
                    : 0;
        }
        assertThat(promoted).isGreaterThan(190);
    }
}
