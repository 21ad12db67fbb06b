package nudge.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Labels that a model contradicts (Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels",
 * 2021). The model must not have learned from the labels that it judges.
 */
public final class ConfidentLearning {
    private ConfidentLearning() {}

    /**
     * A label that is probably wrong.
     *
     * @param item its number
     * @param label what it says
     * @param likely what the model says
     * @param margin by how much the model finds the label more probable than what it says: from -1, the most suspicious, to 0
     */
    public record Suspect(int item, int label, int likely, double margin) {}

    /**
     * How sure the model is of a class where it is right to be: the mean probability of each class over the items labelled so.
     *
     * @param probabilities out-of-sample, [items][classes]
     * @param labels [items]
     * @return [classes]; for a class without labels infinity, which no probability reaches
     */
    public static double[] thresholds(double[][] probabilities, int[] labels, int classes) {
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        for (int item = 0; item < labels.length; item++) {
            check(probabilities[item], labels[item], classes);
            sums[labels[item]] += probabilities[item][labels[item]];
            counts[labels[item]]++;
        }
        for (int k = 0; k < classes; k++) {
            sums[k] = counts[k] == 0 ? Double.POSITIVE_INFINITY : sums[k] / counts[k];
        }
        return sums;
    }

    private static void check(double[] probabilities, int label, int classes) {
        if (probabilities.length != classes || label < 0 || label >= classes) {
            throw new IllegalArgumentException("expected " + classes + " probabilities and a label of them, got "
                    + probabilities.length + " and the label " + label);
        }
    }

    /**
     * The items whose most probable class, among those whose threshold is reached, is not their label; the most suspicious
     * first, and of equal ones the lower number.
     */
    public static List<Suspect> suspects(double[][] probabilities, int[] labels, int classes) {
        if (probabilities.length != labels.length) {
            throw new IllegalArgumentException(
                    "expected probabilities for each of the " + labels.length + " labels, got " + probabilities.length);
        }
        double[] thresholds = thresholds(probabilities, labels, classes);
        List<Suspect> suspects = new ArrayList<>();
        for (int item = 0; item < labels.length; item++) {
            double[] p = probabilities[item];
            int likely = -1;
            for (int k = 0; k < classes; k++) {
                if (p[k] >= thresholds[k] && (likely < 0 || p[k] > p[likely])) {
                    likely = k;
                }
            }
            if (likely >= 0 && likely != labels[item]) {
                suspects.add(new Suspect(item, labels[item], likely, p[labels[item]] - p[likely]));
            }
        }
        suspects.sort(Comparator.comparingDouble(Suspect::margin).thenComparingInt(Suspect::item));
        return suspects;
    }
}
