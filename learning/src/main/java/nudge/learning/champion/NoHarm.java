package nudge.learning.champion;

import nudge.events.AnchorComparison;
import nudge.events.PromotionRule;

/**
 * No harm against an anchor: a checkpoint is promoted when it is proven to be no more than {@link #MARGIN} below the anchor, and
 * becomes the anchor when it is proven to be better. The same images are asked for every checkpoint, so what counts is where the two
 * differ: the checkpoint is right on {@code b} images on which the anchor is wrong, and wrong on {@code c} on which it is right.
 *
 * <ol>
 *   <li>A digit is recognised much less often than by the anchor: rejected, whatever else.
 *   <li>P[Bin(b + c, 1/2) >= b] &lt;= {@link #BETTER}: better (McNemar 1947, exact and one-sided).
 *   <li>With fewer than {@link #ENOUGH} images: promoted unproven, if the loss that was observed is at most the margin.
 *   <li>psi is the upper bound of the share of images on which the two differ, at {@code ALPHA / 10}. A checkpoint that lost just the
 *       margin would have at least (1 + margin / psi) / 2 of the differences against it. P[Bin(b + c, that) <= c] + ALPHA / 10 &lt;=
 *       {@link #ALPHA}: harmless. With psi at most the margin it cannot have lost more.
 *   <li>Else rejected.
 * </ol>
 *
 * <p>The anchor moves upwards alone, so a champion is never far below the best one before it, however many are tried; see
 * docs/adr/0017-no-harm-against-an-anchor.md. Pure; the same bits on every JDK.
 */
public final class NoHarm {
    private static final int MARGIN_PERCENT = 2;
    /** What a champion may lose against the anchor: a share of the images. */
    public static final double MARGIN = MARGIN_PERCENT / 100.0;
    /** How likely a promotion of one that lost more may be: in a million decisions, one in a hundred. */
    public static final double ALPHA = 1e-8;
    /** How likely it may be that one which is no better is called so. */
    public static final double BETTER = 0.01;
    /** With fewer images nothing is proven harmless. */
    public static final int ENOUGH = 5_000;
    /** Images of a digit from which on its recall counts. */
    static final int ENOUGH_OF_A_DIGIT = 100;

    /** Percent of a digit's images that a checkpoint may recognise fewer of than the anchor. */
    private static final int MOST_RECALL_LOST = 10;
    /** Percent of each digit's images that an anchor must recognise for that: an early one that reads all as 2 never misses a 2. */
    private static final int LEAST_RECALL = 80;

    private NoHarm() {}

    /** What was decided, by which numbers. */
    public record Verdict(PromotionRule rule, AnchorComparison comparison) {}

    /** Judges a checkpoint by its answers beside those of the anchor, on at least one image. */
    public static Verdict judge(PairedAnswers answers) {
        int n = answers.count();
        int b = answers.gained();
        int c = answers.lost();
        int m = b + c;
        double p = Binomial.atLeast(b, m, 0.5);
        double bound = Binomial.upperBound(m, n, ALPHA / 10);
        double tail = bound <= MARGIN ? 0 : Binomial.atMost(c, m, (1 + MARGIN / bound) / 2);
        double risk = Math.min(1, tail + ALPHA / 10);
        AnchorComparison comparison = new AnchorComparison(
                n, m, b, c, p, bound, risk, answers.images(), answers.recall(), answers.anchorRecall());
        return new Verdict(rule(answers, comparison), comparison);
    }

    private static PromotionRule rule(PairedAnswers answers, AnchorComparison numbers) {
        if (losesRecall(answers)) {
            return PromotionRule.RECALL;
        }
        if (numbers.p() <= BETTER) {
            return PromotionRule.BETTER;
        }
        if (numbers.n() < ENOUGH) {
            boolean inside = 100L * (numbers.c() - numbers.b()) <= (long) MARGIN_PERCENT * numbers.n();
            return inside ? PromotionRule.UNPROVEN : PromotionRule.REJECTED;
        }
        return numbers.risk() <= ALPHA ? PromotionRule.HARMLESS : PromotionRule.REJECTED;
    }

    private static boolean losesRecall(PairedAnswers answers) {
        boolean loses = false;
        for (int digit = 0; digit < PairedAnswers.digits(); digit++) {
            int images = answers.images(digit);
            if (100L * answers.anchorRight(digit) < (long) LEAST_RECALL * images) {
                return false;
            }
            long lost = (long) answers.anchorRight(digit) - answers.right(digit);
            loses |= images >= ENOUGH_OF_A_DIGIT && 100 * lost > (long) MOST_RECALL_LOST * images;
        }
        return loses;
    }
}
