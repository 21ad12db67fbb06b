package nudge.learning.champion;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.BracketingNthOrderBrentSolver;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.util.FastMath;

/** Tails of the binomial distribution, by the regularised incomplete beta function, and the bound of a share that follows from them. */
final class Binomial {
    private static final double ACCURACY = 1e-13;
    private static final int MOST_EVALUATIONS = 10_000;
    private static final int ORDER = 5;
    /** A logarithm below that of any tail that matters: where the tail itself has become 0. */
    private static final double NEXT_TO_NOTHING = -800;

    private Binomial() {}

    /**
     * P[X >= successes] of X ~ Bin(trials, chance).
     *
     * @param trials at least 0
     * @param chance from 0 to 1
     */
    static double atLeast(int successes, int trials, double chance) {
        if (successes <= 0) {
            return 1;
        }
        if (successes > trials || chance <= 0) {
            return 0;
        }
        return chance >= 1 ? 1 : Beta.regularizedBeta(chance, successes, trials - successes + 1.0);
    }

    /** P[X <= successes] of X ~ Bin(trials, chance); arguments as in {@link #atLeast}. */
    static double atMost(int successes, int trials, double chance) {
        if (successes < 0) {
            return 0;
        }
        if (successes >= trials || chance <= 0) {
            return 1;
        }
        return chance >= 1 ? 0 : Beta.regularizedBeta(1 - chance, trials - successes, successes + 1.0);
    }

    /**
     * The upper bound of a share of which {@code count} in {@code of} were seen: the greatest that would give so few with a
     * probability of {@code alpha} (Clopper and Pearson 1934, one-sided).
     *
     * @param of at least 1
     */
    static double upperBound(int count, int of, double alpha) {
        if (count >= of) {
            return 1;
        }
        UnivariateFunction tooFew = share -> {
            double tail = atMost(count, of, share);
            return (tail > 0 ? Math.max(FastMath.log(tail), NEXT_TO_NOTHING) : NEXT_TO_NOTHING) - FastMath.log(alpha);
        };
        return new BracketingNthOrderBrentSolver(ACCURACY, ACCURACY, ORDER)
                .solve(MOST_EVALUATIONS, tooFew, (double) count / of, 1, AllowedSolution.BELOW_SIDE);
    }
}
