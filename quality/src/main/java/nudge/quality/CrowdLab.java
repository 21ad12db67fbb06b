package nudge.quality;

import java.util.Arrays;
import java.util.List;

/**
 * Weights of annotators and of a model, and with them how good a label is (Goh, Tkachenko and Mueller, "CROWDLAB: supervised
 * learning to infer consensus labels and quality scores for data with multiple annotators", 2022); and which image a next label
 * helps most (Goh and Mueller, "ActiveLab: active learning with re-labeling by multiple annotators", 2023).
 *
 * @param annotators the weight of each, by how often they agree with others, [annotators]
 * @param model the weight of the model
 * @param right how often a label is the consensus, over images with several
 */
public record CrowdLab(double[] annotators, double model, double right) {
    private static final double LEAST_WEIGHT = 1e-6;

    /**
     * Takes the weights from labels. The consensus is what most say; where several are said as often, what the model finds more
     * probable of them.
     *
     * @param probabilities the model's, out-of-sample, [items][classes]
     */
    public static CrowdLab weigh(CrowdLabels labels, double[][] probabilities) {
        if (probabilities.length != labels.items()) {
            throw new IllegalArgumentException(
                    "expected probabilities for each of the " + labels.items() + " items, got " + probabilities.length);
        }
        int[] counts = new int[labels.classes()];
        long[] consensuses = new long[labels.classes()];
        long[] agreed = new long[labels.annotators()];
        long[] compared = new long[labels.annotators()];
        int several = 0;
        int labelled = 0;
        int modelRight = 0;
        double shares = 0;
        for (int item = 0; item < labels.items(); item++) {
            int size = labels.start(item + 1) - labels.start(item);
            labelled += size > 0 ? 1 : 0;
            if (size < 2) {
                continue;
            }
            labels.count(item, counts);
            int consensus = consensus(counts, probabilities[item]);
            several++;
            consensuses[consensus]++;
            modelRight += best(probabilities[item]) == consensus ? 1 : 0;
            shares += counts[consensus] / (double) size;
            for (int place = labels.start(item); place < labels.start(item + 1); place++) {
                agreed[labels.annotator(place)] += counts[labels.given(place)] - 1;
                compared[labels.annotator(place)] += size - 1;
            }
        }
        double commonest = several == 0 ? 0 : Arrays.stream(consensuses).max().orElse(0) / (double) several;
        double chance = Math.max(LEAST_WEIGHT, 1 - commonest);
        double perItem = labelled == 0 ? 0 : labels.size() / (double) labelled;
        double modelError = several == 0 ? 0 : 1 - modelRight / (double) several;
        return new CrowdLab(
                weights(agreed, compared, chance),
                Math.max(LEAST_WEIGHT, 1 - modelError / chance) * Math.sqrt(perItem),
                several == 0 ? 1 : shares / several);
    }

    private static double[] weights(long[] agreed, long[] compared, double chance) {
        double sum = 0;
        int known = 0;
        for (int annotator = 0; annotator < agreed.length; annotator++) {
            if (compared[annotator] > 0) {
                sum += agreed[annotator] / (double) compared[annotator];
                known++;
            }
        }
        double mean = known == 0 ? 1 : sum / known;
        double[] weights = new double[agreed.length];
        for (int annotator = 0; annotator < agreed.length; annotator++) {
            double agreement = compared[annotator] > 0 ? agreed[annotator] / (double) compared[annotator] : mean;
            weights[annotator] = Math.max(LEAST_WEIGHT, 1 - (1 - agreement) / chance);
        }
        return weights;
    }

    private static int consensus(int[] counts, double[] probabilities) {
        return MajorityVote.winners(counts).stream()
                .reduce((one, other) -> probabilities[other] > probabilities[one] ? other : one)
                .orElseThrow();
    }

    private static int best(double[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
        }
        return best;
    }

    /** A label of an image, and the number of whoever gave it. */
    public record GivenLabel(int annotator, int given) {}

    /**
     * How probable each class is, by the model and the labels together.
     *
     * @param probabilities the model's, [classes]
     * @return [classes], adding up to 1
     */
    public double[] consensus(double[] probabilities, List<GivenLabel> labels) {
        return average(probabilities, labels, 0);
    }

    /**
     * How little a next label of an image would help: the lowest is to be labelled next. Between images that have labels and
     * images that have none it decides as well.
     *
     * @param probabilities the model's, [classes]
     */
    public double activeLab(double[] probabilities, List<GivenLabel> labels) {
        double mean = Arrays.stream(annotators).average().orElse(1);
        double[] average = average(probabilities, labels, mean);
        return average[best(average)];
    }

    /** @param even the weight of an annotator who knows nothing */
    private double[] average(double[] probabilities, List<GivenLabel> labels, double even) {
        int classes = probabilities.length;
        double[] sums = new double[classes];
        double weights = model + even;
        for (int k = 0; k < classes; k++) {
            sums[k] = model * probabilities[k] + even / classes;
        }
        for (GivenLabel label : labels) {
            double weight = annotators[label.annotator()];
            weights += weight;
            for (int k = 0; k < classes; k++) {
                sums[k] += weight * (k == label.given() ? right : (1 - right) / (classes - 1));
            }
        }
        for (int k = 0; k < classes; k++) {
            sums[k] /= weights;
        }
        return sums;
    }
}
