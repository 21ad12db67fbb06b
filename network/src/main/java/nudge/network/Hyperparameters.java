package nudge.network;

import java.util.Locale;

/**
 * How a network is trained: each step moves every weight by the velocity v = momentum * v - learningRate * (mean
 * gradient over the mini-batch). With momentum 0 that is plain stochastic gradient descent.
 */
public record Hyperparameters(float learningRate, float momentum, int batchSize) {
    public Hyperparameters {
        if (!(learningRate > 0 && learningRate <= 1000)) {
            throw new IllegalArgumentException(
                    "Expected a learning rate above 0 and at most 1000, got %s: 3.0 suits the default network"
                            .formatted(learningRate));
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "Expected a momentum from 0 up to but not including 1, got %s: 0 is plain descent, 0.9 is usual"
                            .formatted(momentum));
        }
        if (batchSize < 1 || batchSize > 65_536) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected a mini-batch of 1 to 65536 examples, got %d: 100 is the default",
                    batchSize));
        }
    }

    /** Learning rate 3.0, no momentum, mini-batches of 100. */
    public static Hyperparameters standard() {
        return new Hyperparameters(3.0f, 0f, 100);
    }

    public Hyperparameters withLearningRate(float rate) {
        return new Hyperparameters(rate, momentum, batchSize);
    }
}
