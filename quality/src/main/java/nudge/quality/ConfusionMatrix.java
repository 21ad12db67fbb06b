package nudge.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How somebody labels: of the images that show a class, which share gets which label. Each row (a true class) adds up to 1.
 * Immutable.
 */
public final class ConfusionMatrix {
    /** What {@link #millionths} multiplies with. */
    public static final int MILLION = 1_000_000;

    private static final double SLACK = 1e-6;

    private final int classes;
    /** [truth * classes + given] */
    private final double[] shares;

    private ConfusionMatrix(int classes, double[] shares) {
        this.classes = classes;
        this.shares = shares;
    }

    /**
     * @param shares [classes * classes], row by row: a row is a true class, a column a label
     * @throws IllegalArgumentException when there are fewer than two classes, a share is not from 0 to 1, or a row does not add
     *     up to 1
     */
    public static ConfusionMatrix of(int classes, double[] shares) {
        if (classes < 2 || shares.length != classes * classes) {
            throw new IllegalArgumentException("expected at least 2 classes and a share for each pair of them, got "
                    + classes + " classes and " + shares.length + " shares");
        }
        for (int truth = 0; truth < classes; truth++) {
            double sum = 0;
            for (int given = 0; given < classes; given++) {
                double share = shares[truth * classes + given];
                if (!(share >= 0 && share <= 1)) {
                    throw new IllegalArgumentException(
                            "expected shares from 0 to 1, got " + share + " for " + truth + " labelled " + given);
                }
                sum += share;
            }
            if (Math.abs(sum - 1) > SLACK) {
                throw new IllegalArgumentException("expected each row to add up to 1, got " + sum + " for " + truth);
            }
        }
        return new ConfusionMatrix(classes, shares.clone());
    }

    /**
     * The one-coin model: right with the same probability whatever the class, and any wrong label as likely as another.
     *
     * @param accuracy from 0 to 1
     */
    public static ConfusionMatrix oneCoin(int classes, double accuracy) {
        double[] shares = new double[classes * classes];
        Arrays.fill(shares, (1 - accuracy) / (classes - 1));
        for (int k = 0; k < classes; k++) {
            shares[k * classes + k] = accuracy;
        }
        return of(classes, shares);
    }

    /** @param millionths as {@link #millionths} gives them, and as events keep them */
    public static ConfusionMatrix ofMillionths(int classes, List<Integer> millionths) {
        return ofMillionths(
                classes, millionths.stream().mapToInt(Integer::intValue).toArray());
    }

    /** @param millionths as {@link #millionths} gives them */
    public static ConfusionMatrix ofMillionths(int classes, int[] millionths) {
        return of(
                classes,
                Arrays.stream(millionths)
                        .mapToDouble(share -> share / (double) MILLION)
                        .toArray());
    }

    /**
     * The shares as integers, to be stored: each row adds up to a million, and what is possible stays possible.
     *
     * @return [classes * classes], row by row
     */
    public int[] millionths() {
        int[] rounded = new int[shares.length];
        for (int truth = 0; truth < classes; truth++) {
            int row = truth * classes;
            int largest = row;
            int sum = 0;
            for (int cell = row; cell < row + classes; cell++) {
                rounded[cell] = shares[cell] > 0 ? (int) Math.max(1, Math.round(shares[cell] * MILLION)) : 0;
                sum += rounded[cell];
                largest = shares[cell] > shares[largest] ? cell : largest;
            }
            rounded[largest] += MILLION - sum;
        }
        return rounded;
    }

    public int classes() {
        return classes;
    }

    /** The probability that an image of the class {@code truth} gets the label {@code given}. */
    public double probability(int truth, int given) {
        return shares[truth * classes + given];
    }

    /**
     * The share of right labels.
     *
     * @param classShares how common each class is, [classes], adding up to 1
     */
    public double accuracy(double[] classShares) {
        double right = 0;
        for (int k = 0; k < classes; k++) {
            right += classShares[k] * probability(k, k);
        }
        return right;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix
                && classes == matrix.classes
                && Arrays.equals(shares, matrix.shares);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shares);
    }

    /**
     * The same with nobody surer than this: what a true class's share of right labels has above it goes to all wrong labels
     * alike.
     *
     * @param most from 0 to 1
     */
    public ConfusionMatrix atMost(double most) {
        double[] capped = shares.clone();
        for (int truth = 0; truth < classes; truth++) {
            double excess = probability(truth, truth) - most;
            for (int given = 0; given < classes && excess > 0; given++) {
                int cell = truth * classes + given;
                capped[cell] = given == truth ? most : capped[cell] + excess / (classes - 1);
            }
        }
        return of(classes, capped);
    }

    /** A line per true class. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int truth = 0; truth < classes; truth++) {
            for (int given = 0; given < classes; given++) {
                text.append(String.format(Locale.ROOT, given == 0 ? "%.4f" : " %.4f", probability(truth, given)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
