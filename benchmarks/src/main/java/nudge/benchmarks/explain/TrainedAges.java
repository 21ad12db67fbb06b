package nudge.benchmarks.explain;

import java.util.Iterator;
import java.util.NoSuchElementException;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.Sgd;

/** A network as the trainer's defaults begin it, at several steps of its training on MNIST. */
final class TrainedAges implements Iterator<TrainedAges.Age>, AutoCloseable {
    /** @param network a copy of its own */
    record Age(int step, Network network) {}

    private final Mnist digits;
    private final int[] steps;
    private final MiniBatch batch;
    private final Sgd sgd;
    private int step;
    private int next;

    /** @param steps in ascending order */
    TrainedAges(Mnist digits, int... steps) {
        TrainingDefaults defaults = TrainingDefaults.live();
        this.digits = digits;
        this.steps = steps.clone();
        this.batch =
                new MiniBatch(defaults.network(), defaults.hyperparameters().batchSize());
        this.sgd = new Sgd(
                Network.initialised(defaults.network(), defaults.initialisation(), defaults.seed()),
                defaults.hyperparameters());
    }

    @Override
    public boolean hasNext() {
        return next < steps.length;
    }

    @Override
    public Age next() {
        if (!hasNext()) {
            throw new NoSuchElementException("expected one of " + steps.length + " ages, got none: all have been");
        }
        while (step < steps[next]) {
            batch.clear();
            for (int b = 0; b < batch.capacity(); b++) {
                int image = (int) (((long) step * batch.capacity() + b) % digits.size());
                batch.add(digits.pixels(), image * Mnist.PIXELS, digits.digit(image));
            }
            sgd.step(batch);
            step++;
        }
        return new Age(steps[next++], sgd.network().copy());
    }

    @Override
    public void close() {
        sgd.close();
    }
}
