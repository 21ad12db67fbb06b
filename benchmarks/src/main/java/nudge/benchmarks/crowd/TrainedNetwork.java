package nudge.benchmarks.crowd;

import nudge.learning.OfflineTraining;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.SparseExamples;

/** A network after training on labelled images. */
final class TrainedNetwork {
    private final Network network;

    private TrainedNetwork(Network network) {
        this.network = network;
    }

    /**
     * Trains from the beginning.
     *
     * @param defaults of which the initialisation and the hyperparameters are taken
     * @param passes over each example
     * @param seed of the first weights and the shuffles
     */
    static TrainedNetwork of(
            SparseExamples examples, NetworkSpec shape, TrainingDefaults defaults, int passes, long seed) {
        Network network = Network.initialised(shape, defaults.initialisation(), seed);
        try (OfflineTraining training =
                new OfflineTraining(network, defaults.hyperparameters(), examples, seed, defaults.threads())) {
            for (int pass = 0; pass < passes; pass++) {
                training.epoch(learned -> {});
            }
            if (!training.isFinite()) {
                throw new IllegalStateException(
                        "training on " + examples.size() + " examples has diverged: fewer passes may help");
            }
        }
        return new TrainedNetwork(network);
    }

    /** The share, 0 to 1, of these images that it recognises. */
    double accuracy(SparseExamples heldOut) {
        return Evaluation.of(network, heldOut).accuracy();
    }

    /** Its outputs for these images, each row scaled to add up to 1: [images][digits]. */
    double[][] probabilities(SparseExamples images) {
        int digits = network.spec().outputs();
        float[] outputs = Evaluation.of(network, images).outputs();
        double[][] probabilities = new double[images.size()][digits];
        for (int image = 0; image < probabilities.length; image++) {
            double sum = 0;
            for (int k = 0; k < digits; k++) {
                sum += outputs[image * digits + k];
            }
            for (int k = 0; k < digits; k++) {
                probabilities[image][k] = sum > 0 ? outputs[image * digits + k] / sum : 1.0 / digits;
            }
        }
        return probabilities;
    }

    /** All images of a part of MNIST with their digits. */
    static SparseExamples examples(Mnist part) {
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        for (int image = 0; image < part.size(); image++) {
            examples.add(part.pixels(), image * Mnist.PIXELS, part.digit(image));
        }
        return examples;
    }
}
