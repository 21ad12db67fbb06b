package nudge.trainer;

import java.util.function.LongConsumer;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.Sgd;
import nudge.network.SparseExamples;

/**
 * Trains a network on examples that are all there at the beginning: epoch after epoch, each example once an epoch, in an
 * order that the seed gives. The same arguments give the same weights on any machine and with any number of threads.
 */
public final class OfflineTraining implements AutoCloseable {
    private final Sgd sgd;
    private final SparseExamples examples;
    private final long seed;
    private final MiniBatch batch;
    private final int[] order;
    private long epoch;

    /** @param network is trained in place */
    public OfflineTraining(
            Network network, Hyperparameters hyperparameters, SparseExamples examples, long seed, int threads) {
        this.sgd = new Sgd(network, hyperparameters, threads);
        this.examples = examples;
        this.seed = seed;
        this.batch = new MiniBatch(network.spec(), hyperparameters.batchSize());
        this.order = new int[examples.size()];
    }

    /**
     * One epoch; the last mini-batch may be smaller than the others.
     *
     * @param learned is told how many examples of this epoch are learned, now and then
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

    /** How the network does on other examples now. */
    public Evaluation evaluate(SparseExamples heldOut) {
        return Evaluation.of(sgd.network(), heldOut);
    }

    /** False once training has diverged. */
    public boolean isFinite() {
        return sgd.network().isFinite();
    }

    @Override
    public void close() {
        sgd.close();
    }
}
