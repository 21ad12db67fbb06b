package nudge.learning;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import nudge.network.Forward;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.SparseExamples;

/**
 * What networks say about images that they have not learned from: the images are divided into folds, and each fold is judged by
 * a network that is trained on the others. Deterministic, as {@link OfflineTraining} is.
 */
public final class CrossValidation {
    private static final int AT_ONCE = 256;

    private final TrainingDefaults training;
    private final int folds;
    private final List<byte[]> images;
    private final int[] digits;
    private final int[] fold;

    /**
     * @param training the shape of the networks, and how each is trained
     * @param folds at least 2, at most one per image
     * @param images of as many pixels as the network has inputs
     * @param digits what each image is labelled: [images]
     * @param fold of each image, from 0 to {@code folds - 1}: [images]
     * @throws IllegalArgumentException when there are too many folds, or one of them is empty or holds all images
     */
    public CrossValidation(TrainingDefaults training, int folds, List<byte[]> images, int[] digits, int[] fold) {
        if (digits.length != images.size() || fold.length != images.size()) {
            throw new IllegalArgumentException("expected a digit and a fold for each of the " + images.size()
                    + " images, got " + digits.length + " and " + fold.length);
        }
        this.training = training;
        this.folds = folds;
        this.images = List.copyOf(images);
        this.digits = digits.clone();
        this.fold = fold.clone();
        long filled = Arrays.stream(fold).distinct().count();
        if (folds < 2 || filled != folds || Arrays.stream(fold).anyMatch(of -> of < 0 || of >= folds)) {
            throw new IllegalArgumentException("expected at least 2 folds with an image in each, got " + images.size()
                    + " images in " + filled + " of " + folds + " folds");
        }
    }

    /** Examples that are learned from in all. */
    public long examples() {
        return (long) (folds - 1) * images.size() * training.passes();
    }

    /**
     * Trains a network per fold.
     *
     * @param learned is told how many examples have been learned from in all, of {@link #examples}
     * @return for each image how probable each digit is, of positive numbers that add up to 1: [images][digits]
     * @throws IllegalStateException when a network diverges
     */
    public double[][] predict(LongConsumer learned) {
        double[][] probabilities = new double[images.size()][];
        long done = 0;
        for (int held = 0; held < folds; held++) {
            Network network =
                    Network.initialised(training.network(), training.initialisation(), training.seed() + held);
            SparseExamples others = others(held);
            try (OfflineTraining offline = new OfflineTraining(
                    network, training.hyperparameters(), others, training.seed(), training.threads())) {
                for (int epoch = 0; epoch < training.passes(); epoch++) {
                    long before = done;
                    offline.epoch(now -> learned.accept(before + now));
                    done += others.size();
                }
                if (!offline.isFinite()) {
                    throw new IllegalStateException("training has diverged: use a smaller learning rate than "
                            + training.hyperparameters().learningRate());
                }
            }
            judge(network, held, probabilities);
        }
        return probabilities;
    }

    private SparseExamples others(int held) {
        SparseExamples examples = new SparseExamples(training.network().inputs());
        for (int image = 0; image < digits.length; image++) {
            if (fold[image] != held) {
                examples.add(images.get(image), 0, digits[image]);
            }
        }
        return examples;
    }

    private void judge(Network network, int held, double[][] probabilities) {
        int classes = network.spec().outputs();
        Forward forward = new Forward(network.spec(), AT_ONCE);
        MiniBatch batch = new MiniBatch(network.spec(), AT_ONCE);
        float[] outputs = new float[AT_ONCE * classes];
        int[] members = new int[AT_ONCE];
        for (int image = 0; image < digits.length; image++) {
            if (fold[image] == held) {
                members[batch.size()] = image;
                batch.add(images.get(image), 0, digits[image]);
            }
            boolean last = image == digits.length - 1 && batch.size() > 0;
            if (batch.size() == AT_ONCE || last) {
                forward.run(network, batch, outputs, 0);
                for (int i = 0; i < batch.size(); i++) {
                    probabilities[members[i]] = shares(outputs, i * classes, classes);
                }
                batch.clear();
            }
        }
    }

    /** Activations by their sum; all alike where none is active. */
    private static double[] shares(float[] outputs, int from, int classes) {
        double[] shares = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            shares[k] = Math.max(outputs[from + k], 1e-9);
            sum += shares[k];
        }
        for (int k = 0; k < classes; k++) {
            shares[k] /= sum;
        }
        return shares;
    }
}
