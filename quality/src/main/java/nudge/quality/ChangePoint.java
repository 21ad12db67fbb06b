package nudge.quality;

/**
 * Where somebody's answers became worse: the split into a better part and a worse one behind it that makes the answers most
 * probable. With no split that is clearly better than none, all answers are of one kind.
 *
 * @param from the first answer of the worse part; 0 when all answers are of one kind
 * @param before the share of right answers before it; that of all when there is no change
 * @param after the share of right answers from it on
 * @param statistic twice the gain of the log-likelihood over no change
 */
public record ChangePoint(int from, double before, double after, double statistic) {
    /** The 5 % critical value when the split is not known beforehand (Andrews 1993, one parameter, 15 % trimmed). */
    public static final double CRITICAL = 8.85;

    /** Whether the answers became worse. */
    public boolean changed() {
        return from > 0;
    }

    /**
     * @param correct which answers were right, in the order of the log, at least one
     * @throws IllegalArgumentException when there is no answer
     */
    public static ChangePoint find(boolean[] correct) {
        int n = correct.length;
        if (n == 0) {
            throw new IllegalArgumentException("expected at least one answer on gold, got none");
        }
        int right = 0;
        for (boolean answer : correct) {
            right += answer ? 1 : 0;
        }
        double none = logLikelihood(right, n);
        ChangePoint best = new ChangePoint(0, right / (double) n, right / (double) n, 0);
        int before = 0;
        for (int from = 1; from < n; from++) {
            before += correct[from - 1] ? 1 : 0;
            double shareBefore = before / (double) from;
            double shareAfter = (right - before) / (double) (n - from);
            double gain = 2 * (logLikelihood(before, from) + logLikelihood(right - before, n - from) - none);
            if (shareAfter < shareBefore && gain >= CRITICAL && gain > best.statistic) {
                best = new ChangePoint(from, shareBefore, shareAfter, gain);
            }
        }
        return best;
    }

    private static double logLikelihood(int right, int of) {
        return term(right, of) + term(of - right, of);
    }

    private static double term(int some, int of) {
        return some == 0 ? 0 : some * StrictMath.log(some / (double) of);
    }
}
