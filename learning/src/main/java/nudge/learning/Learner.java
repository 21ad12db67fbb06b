package nudge.learning;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.InvalidRecordException;
import nudge.events.LabelRecord;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.LabelRecord.ImageUnlabelled;
import nudge.events.Split;
import nudge.learning.champion.PairedAnswers;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.Sgd;
import nudge.network.WeightFile;
import org.jspecify.annotations.Nullable;

/**
 * A network and what it learns from: folds label records, takes steps.
 *
 * <p>Deterministic: the same {@link Training}, records and steps in the same order give the same weights, to the bit,
 * whatever the time, the machine and the {@link Resources}. Owned by one thread; to be closed.
 */
public final class Learner implements AutoCloseable {
    private final Training training;
    private final Examples examples;
    private final HeldOutSet heldOut;
    private final MiniBatchSampler sampler;
    private final Sgd sgd;
    private final MiniBatch batch;
    /** The examples of the last mini-batch, by number: [batchSize]. */
    private final int[] chosen;

    private final PrequentialAccuracy prequential = new PrequentialAccuracy();
    private @Nullable AnchorAnswers anchor;
    private long step;

    /**
     * What may differ from machine to machine and never changes the weights.
     *
     * @param threads that share a step, 1 to 64
     * @param memory bytes of pixels on the heap; those beyond it lie in a file
     * @param folder where that file is made, with room for 784 bytes per image
     */
    public record Resources(int threads, long memory, Path folder) {}

    private Learner(Training training, Resources resources, Network network) {
        NetworkSpec spec = network.spec();
        this.training = training;
        this.examples = new Examples(spec.inputs(), resources.memory(), resources.folder());
        this.heldOut = new HeldOutSet(spec.inputs());
        this.sampler = new MiniBatchSampler(training.seed(), examples);
        Hyperparameters hyper = new Hyperparameters(training.learningRate(), training.momentum(), training.batchSize());
        this.sgd = new Sgd(network, hyper, resources.threads());
        this.batch = new MiniBatch(spec, training.batchSize());
        this.chosen = new int[training.batchSize()];
    }

    /**
     * A learner that has seen nothing: its weights come from the seed.
     *
     * @throws IllegalArgumentException when the training names no known activation, cost or initialisation, or a size or
     *     hyperparameter out of range
     */
    public static Learner begin(Training training, Resources resources) {
        NetworkSpec spec = new NetworkSpec(
                training.sizes(), Activation.valueOf(training.activation()), Cost.valueOf(training.cost()));
        Initialisation initialisation = Initialisation.valueOf(training.initialisation());
        return new Learner(training, resources, Network.initialised(spec, initialisation, training.seed()));
    }

    /**
     * A learner that goes on from a checkpoint. Before the next step the caller folds all records up to the checkpoint's
     * horizon, the same as were folded before.
     *
     * @param weights the checkpoint's weight file
     * @param step steps taken up to the checkpoint
     * @param sampler state of the shuffle at the checkpoint
     * @throws IllegalArgumentException when {@code weights} is no weight file, or the training is out of range
     */
    public static Learner resume(Training training, Resources resources, byte[] weights, long step, Sampler sampler) {
        Learner learner = new Learner(training, resources, WeightFile.read(weights));
        try {
            WeightFile.restoreVelocity(weights, learner.sgd);
            learner.step = step;
            learner.sampler.restore(sampler);
            return learner;
        } catch (RuntimeException unreadable) {
            learner.close();
            throw unreadable;
        }
    }

    /**
     * Takes in a record: the latest label of an image holds from the next step on; an image without a label is not learned
     * from.
     *
     * @throws InvalidRecordException when the record moves an image into the held-out set or out of it; nothing has changed
     * @throws java.io.UncheckedIOException when the file of pixels cannot be written
     */
    public void fold(LabelRecord label) {
        if (label instanceof ImageLabelled labelled) {
            if (labelled.split() == Split.HELD_OUT) {
                holdOut(labelled);
            } else {
                learnFrom(labelled);
            }
        } else if (label instanceof ImageUnlabelled unlabelled) {
            retract(unlabelled);
        } else {
            throw new IllegalArgumentException("expected the record of a labelled or an unlabelled image, got "
                    + label.getClass().getName());
        }
    }

    private void holdOut(ImageLabelled labelled) {
        int number = heldOut.find(labelled.image());
        if (number < 0) {
            checkSplit(labelled.image(), examples.find(labelled.image()), Split.HELD_OUT);
            heldOut.add(labelled.image(), labelled.pixels(), labelled.digit());
        } else {
            heldOut.relabel(number, labelled.digit());
        }
    }

    private void learnFrom(ImageLabelled labelled) {
        int example = examples.find(labelled.image());
        boolean first = example < 0;
        if (first) {
            checkSplit(labelled.image(), heldOut.find(labelled.image()), Split.TRAIN);
            example = examples.add(labelled.image(), labelled.pixels(), labelled.digit());
        } else {
            examples.relabel(example, labelled.digit());
        }
        sampler.newLabel(example, first);
    }

    private void retract(ImageUnlabelled unlabelled) {
        int held = heldOut.find(unlabelled.image());
        int example = examples.find(unlabelled.image());
        if (unlabelled.split() == Split.HELD_OUT) {
            checkSplit(unlabelled.image(), example, Split.HELD_OUT);
            if (held >= 0) {
                heldOut.retract(held);
            }
        } else {
            checkSplit(unlabelled.image(), held, Split.TRAIN);
            if (example >= 0) {
                examples.retract(example);
            }
        }
    }

    /** @param numberInOther the image's number in the set that {@code split} does not name; negative when it is not there */
    private static void checkSplit(UUID image, int numberInOther, Split split) {
        if (numberInOther >= 0) {
            Split before = split == Split.TRAIN ? Split.HELD_OUT : Split.TRAIN;
            throw new InvalidRecordException(
                    "image " + image + ": expected the split " + before.wire() + " as before, got " + split.wire());
        }
    }

    /**
     * One step of gradient descent on the next mini-batch.
     *
     * @return the size of the mini-batch; 0 when no example has a label, and then no step was taken
     */
    public int step() {
        int size = sampler.next(chosen);
        if (size == 0) {
            return 0;
        }
        batch.clear();
        examples.addTo(batch, chosen, size);
        sgd.step(batch);
        step++;
        for (int b = 0; b < sampler.firstSeen(); b++) {
            prequential.saw(sgd.recognised(b, b + 1) == 1);
        }
        return size;
    }

    /** How the network does on the held-out images that have a label, on the first 20,000 at most. */
    public Evaluation measure() {
        return heldOut.measure(sgd.network());
    }

    /**
     * Measurements are compared with this network from now on. It answers each held-out image once, however often it is compared
     * with; labels that change later change nothing of that.
     *
     * @param network nobody may change it; null for none
     */
    public void compareWith(@Nullable Network network) {
        anchor = network == null ? null : new AnchorAnswers(network);
    }

    /**
     * Measurements are compared with the network of this moment from now on.
     *
     * @param evaluation of it, what {@link #measure} has just returned
     */
    public void compareWithThis(Evaluation evaluation) {
        AnchorAnswers its = new AnchorAnswers(sgd.network().copy());
        heldOut.takeAnswers(evaluation, its);
        anchor = its;
    }

    /**
     * How a measurement compares with the anchor, on the same images and their labels as they are now.
     *
     * @param evaluation what {@link #measure} has just returned
     * @return null when there is no anchor
     */
    public @Nullable PairedAnswers compare(Evaluation evaluation) {
        return anchor == null ? null : heldOut.compare(evaluation, anchor);
    }

    /** False when training has diverged: some weight is infinite or not a number. */
    public boolean isFinite() {
        return sgd.network().isFinite();
    }

    /**
     * The weight file, from which {@link #resume} goes on: the caller's to keep.
     *
     * @param metadata to be written into it; for a checkpoint a function of the log, like the weights
     */
    public byte[] weights(Map<String, String> metadata) {
        return WeightFile.write(sgd, metadata);
    }

    /** What this learner was made with. */
    public Training training() {
        return training;
    }

    /** The state of the shuffle after the last step. */
    public Sampler sampler() {
        return sampler.state();
    }

    /** Steps since the seed, those before {@link #resume} included. */
    public long steps() {
        return step;
    }

    /** Training examples that have a label now. */
    public int examples() {
        return examples.labelled();
    }

    /** Held-out images that have a label now. */
    public int heldOut() {
        return heldOut.labelled();
    }

    /** Labels of training examples that ever came, corrections among them. */
    public long labels() {
        return sampler.labels();
    }

    /** New labels that no step has learned from yet. */
    public long waiting() {
        return sampler.waiting();
    }

    /** Bytes of pixels that lie in the file. */
    public long bytesInFile() {
        return examples.bytesInFile();
    }

    /**
     * Prequential accuracy: the share, 0 to 1, of the latest 1,000 new examples that the network recognised before it learned
     * from them (Dawid 1984). Null when no new example has been learned since this learner was made.
     */
    public @Nullable Double prequential() {
        return prequential.accuracy();
    }

    /** Ends the threads and removes the file of pixels. */
    @Override
    public void close() {
        sgd.close();
        examples.close();
    }
}
