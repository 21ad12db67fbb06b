package nudge.learning;

import java.util.function.LongConsumer;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.Sgd;
import nudge.network.SparseExamples;

/**
 * Trains a network on examples that are all there at the beginning: epoch after epoch, each example once per epoch, in an
 * order that the seed gives.
 *
 * <p>Deterministic: the same arguments give the same weights, to the bit, on any machine and with any number of threads.
 * Owned by one thread; to be closed.
 */
public final class OfflineTraining implements AutoCloseable {
    private final Sgd sgd;
    private final SparseExamples examples;
    private final long seed;
    private final MiniBatch batch;
    /** The examples in the order of this epoch: [examples]. */
    private final int[] order;

    private long epoch;

    /**
     * Borrows the network and the examples: nobody else may change them before this is closed.
     *
     * @param network is trained in place
     * @param examples images of as many pixels as the network has inputs
     * @param seed gives the shuffles
     * @param threads that share a step, 1 to 64
     * @throws IllegalArgumentException when the number of threads is out of range
     */
    public OfflineTraining(
            Network network, Hyperparameters hyperparameters, SparseExamples examples, long seed, int threads) {
        this.sgd = new Sgd(network, hyperparameters, threads);
        this.examples = examples;
        this.seed = seed;
        this.batch = new MiniBatch(network.spec(), hyperparameters.batchSize());
        this.order = new int[examples.size()];
    }

    /**
     * One epoch; its last mini-batch may be smaller than the others.
     *
     * @param learned is told after each mini-batch how many examples of this epoch have been learned from
     * @throws IllegalArgumentException when the images or digits do not fit the network
     */
    public void epoch(LongConsumer learned) {
        Permutation shuffle = new Permutation(seed, epoch++, order.length);
        for (int place = 0; place < order.length; place++) {
            order[place] = shuffle.at(place);
        }
        for (int from = 0; from < order.length; from += batch.capacity()) {
            batch.clear();
            batch.addAll(examples, order, from, Math.min(batch.capacity(), order.length - from));
            sgd.step(batch);
            learned.accept(from + batch.size());
        }
    }

    /** How the network does on other examples now. @param heldOut images of as many pixels as the network has inputs */
    public Evaluation evaluate(SparseExamples heldOut) {
        return Evaluation.of(sgd.network(), heldOut);
    }

    /** False when training has diverged: some weight is infinite or not a number. */
    public boolean isFinite() {
        return sgd.network().isFinite();
    }

    /** Ends the threads; the network is the caller's. */
    @Override
    public void close() {
        sgd.close();
    }
}
