package nudge.benchmarks.crowd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import nudge.quality.CrowdLab;
import nudge.quality.CrowdLab.GivenLabel;
import nudge.quality.CrowdLabels;

/**
 * What people and networks together say of the labelled images of a pool: CROWDLAB's consensus, and ActiveLab's scores. The
 * networks are cross-validated: each looks at images that it has not learned from.
 */
final class NextLabels {
    private final SimulatedPool pool;
    /** Labelled images with what most say: [images]. */
    private final Targets majority;
    /** [images][digits] */
    private final double[][] outOfSample;

    private final CrowdLab weights;

    /**
     * @param folds so many networks
     * @param seed of the folds
     * @param train gives a network that has learned
     */
    NextLabels(SimulatedPool pool, int folds, long seed, Function<Targets, TrainedNetwork> train) {
        this.pool = pool;
        this.majority = majority(pool);
        this.outOfSample = crossValidate(folds, seed, train);
        CrowdLabels.Builder labels = CrowdLabels.builder(10).annotators(pool.people());
        for (int i = 0; i < majority.images().length; i++) {
            for (GivenLabel label : pool.labels(majority.images()[i])) {
                labels.add(i, label.annotator(), label.given());
            }
        }
        this.weights = CrowdLab.weigh(labels.build(), outOfSample);
    }

    /** What most labels of each image say; of several, what was said first. */
    private static Targets majority(SimulatedPool pool) {
        int[] images = pool.labelled();
        int[] digits = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            int[] counts = new int[10];
            pool.labels(images[i]).forEach(label -> counts[label.given()]++);
            digits[i] = pool.labels(images[i]).stream()
                    .map(GivenLabel::given)
                    .reduce((one, other) -> counts[other] > counts[one] ? other : one)
                    .orElseThrow();
        }
        return new Targets(images, digits);
    }

    private double[][] crossValidate(int folds, long seed, Function<Targets, TrainedNetwork> train) {
        int size = majority.images().length;
        double[][] probabilities = new double[size][];
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed + size));
        for (int fold = 0; fold < folds; fold++) {
            int left = fold;
            int[] inside = IntStream.range(0, size)
                    .filter(place -> place % folds != left)
                    .map(shuffled::get)
                    .toArray();
            int[] outside = IntStream.range(0, size)
                    .filter(place -> place % folds == left)
                    .map(shuffled::get)
                    .toArray();
            double[][] said = train.apply(majority.at(inside)).probabilities(pool.examples(majority.at(outside)));
            for (int i = 0; i < outside.length; i++) {
                probabilities[outside[i]] = said[i];
            }
        }
        return probabilities;
    }

    /** The consensus of all labelled images. */
    Targets consensus() {
        int[] digits = new int[majority.images().length];
        for (int i = 0; i < digits.length; i++) {
            double[] consensus = weights.consensus(outOfSample[i], pool.labels(majority.images()[i]));
            digits[i] = IntStream.range(0, consensus.length)
                    .reduce((one, other) -> consensus[other] > consensus[one] ? other : one)
                    .orElseThrow();
        }
        return new Targets(majority.images(), digits);
    }

    /**
     * ActiveLab's scores: the lowest is to be labelled next; infinite where everybody has labelled an image.
     *
     * @param probabilities of the network that has learned from all, [images of the pool][digits]
     * @return [images of the pool]
     */
    double[] scores(double[][] probabilities) {
        double[][] best = probabilities.clone();
        for (int i = 0; i < outOfSample.length; i++) {
            best[majority.images()[i]] = outOfSample[i];
        }
        double[] scores = new double[best.length];
        for (int image = 0; image < scores.length; image++) {
            List<GivenLabel> labels = pool.labels(image);
            scores[image] =
                    labels.size() < pool.people() ? weights.activeLab(best[image], labels) : Double.POSITIVE_INFINITY;
        }
        return scores;
    }
}
