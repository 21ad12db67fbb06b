package nudge.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How many labels of each class somebody gave to images of each class: whole numbers where the images' classes are known,
 * expected ones where they are estimated. Not safe for threads.
 */
public final class ConfusionCounts {
    /** What somebody confuses more often than this is worth a look. */
    public static final double SUSPICIOUS = 0.10;

    private final int classes;
    /** [truth * classes + given] */
    private final double[] counts;

    public ConfusionCounts(int classes) {
        this.classes = classes;
        this.counts = new double[classes * classes];
    }

    /** Of one annotator, as an estimate believes. */
    public static ConfusionCounts of(ExpectedCounts expected, int annotator) {
        ConfusionCounts counts = new ConfusionCounts(expected.classes());
        for (int truth = 0; truth < counts.classes; truth++) {
            for (int given = 0; given < counts.classes; given++) {
                counts.counts[truth * counts.classes + given] = expected.labels(annotator, truth, given);
            }
        }
        return counts;
    }

    public void add(int truth, int given) {
        counts[truth * classes + given]++;
    }

    public double count(int truth, int given) {
        return counts[truth * classes + given];
    }

    /** Labels of images of a class. */
    public double of(int truth) {
        return Arrays.stream(counts, truth * classes, (truth + 1) * classes).sum();
    }

    /**
     * What somebody takes for something else.
     *
     * @param share of the images of {@code truth} that they label {@code given}
     * @param bound Wilson's one-sided 99.9 % lower bound of it: there are many pairs of classes, and some look bad by chance
     */
    public record Confusion(int truth, int given, double share, double bound) {}

    /** What they hardly confuse by chance: pairs of classes whose bound is above {@link #SUSPICIOUS}, the worst first. */
    public List<Confusion> confusions() {
        List<Confusion> found = new ArrayList<>();
        for (int truth = 0; truth < classes; truth++) {
            double all = of(truth);
            for (int given = 0; given < classes; given++) {
                double count = count(truth, given);
                double bound = Wilson.lower(count, all, Wilson.Z_999);
                if (given != truth && bound > SUSPICIOUS) {
                    found.add(new Confusion(truth, given, count / all, bound));
                }
            }
        }
        found.sort(Comparator.comparingDouble(Confusion::bound).reversed());
        return found;
    }
}
