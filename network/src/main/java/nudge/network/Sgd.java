package nudge.network;

/**
 * Stochastic gradient descent: changes a network by one averaged nudge per mini-batch. The same network, hyperparameters and
 * mini-batches give the same bits, whatever the machine, the JDK, the kernels and the number of threads. Owned by one thread.
 */
public final class Sgd implements AutoCloseable {
    private final Network network;
    private final Layer[] velocities;
    private Hyperparameters hyper;

    /** Trains {@code network} in place, from rest. */
    public Sgd(Network network, Hyperparameters hyper) {
        this.network = network;
        this.hyper = hyper;
        this.velocities = network.blankLayers();
    }

    public Network network() {
        return network;
    }

    public Hyperparameters hyperparameters() {
        return hyper;
    }

    /** Changes the learning rate from the next step on. */
    public void learningRate(float rate) {
        hyper = hyper.withLearningRate(rate);
    }

    /** One step: the average is over the examples that the mini-batch holds. An empty one changes nothing. */
    public void step(MiniBatch batch) {
        int examples = batch.size();
        if (examples == 0) {
            return;
        }
        float[][] images = new float[examples][batch.inputs()];
        int[] digits = new int[examples];
        for (int b = 0; b < examples; b++) {
            digits[b] = batch.digit(b);
            for (int k = batch.start[b]; k < batch.start[b + 1]; k++) {
                images[b][batch.pixel[k]] += batch.value[k];
            }
        }
        cost = 0;
        for (int b = 0; b < examples; b++) {
            float[] a = Reference.forward(network, images[b])[network.spec().layers()];
            cost += network.spec().cost().of(a, 0, a.length, digits[b]) / examples;
        }
        Reference.step(network, velocities, hyper, images, digits);
    }

    private double cost;

    /** The mean cost over the last step's mini-batch, with the weights before that step; 0 before any step. */
    public double cost() {
        return cost;
    }

    /** The velocity of a weight; 0 without momentum. */
    public float weightVelocity(int layer, int in, int out) {
        return velocities[layer].weight(in, out);
    }

    public float biasVelocity(int layer, int out) {
        return velocities[layer].bias(out);
    }

    @Override
    public void close() {}

    Layer[] velocities() {
        return velocities;
    }
}
