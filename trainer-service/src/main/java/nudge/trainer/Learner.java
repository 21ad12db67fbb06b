package nudge.trainer;

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
 * The network and what it learns from: folds label records, takes steps. Pure: the same records and steps in the same order
 * give the same weights, whatever the time, the machine, the number of threads and the memory. Knows no Kafka. Owned by one
 * thread.
 */
final class Learner implements AutoCloseable {
    private final Training training;
    private final Examples examples;
    private final HeldOut heldOut;
    private final MiniBatchSampler sampler;
    private final Sgd sgd;
    private final MiniBatch batch;
    private final int[] dealt;
    private final PrequentialAccuracy prequential = new PrequentialAccuracy();
    private long step;

    /**
     * What may differ from machine to machine and never changes the weights.
     *
     * @param memory bytes of examples on the heap; pixels beyond it lie in a file in {@code folder}
     */
    record Resources(int threads, long memory, Path folder) {}

    private Learner(Training training, Resources resources, Network network) {
        NetworkSpec spec = network.spec();
        this.training = training;
        this.examples = new Examples(spec.inputs(), resources.memory(), resources.folder());
        this.heldOut = new HeldOut(spec.inputs());
        this.sampler = new MiniBatchSampler(training.seed(), examples);
        Hyperparameters hyper = new Hyperparameters(training.learningRate(), training.momentum(), training.batchSize());
        this.sgd = new Sgd(network, hyper, resources.threads());
        this.batch = new MiniBatch(spec, training.batchSize());
        this.dealt = new int[training.batchSize()];
    }

    /** A learner that knows nothing: its weights come from the seed. */
    static Learner begin(Training training, Resources resources) {
        NetworkSpec spec = new NetworkSpec(
                training.sizes(), Activation.valueOf(training.activation()), Cost.valueOf(training.cost()));
        Initialisation initialisation = Initialisation.valueOf(training.initialisation());
        return new Learner(training, resources, Network.initialised(spec, initialisation, training.seed()));
    }

    /** A learner that goes on from a weight file; the log up to its horizon is to be folded before the next step. */
    static Learner resume(Training training, Resources resources, byte[] weights, long step, Sampler sampler) {
        Learner learner = new Learner(training, resources, WeightFile.read(weights));
        WeightFile.restoreVelocity(weights, learner.sgd);
        learner.step = step;
        learner.sampler.restore(sampler);
        return learner;
    }

    /**
     * Takes a label in, or away: the latest of an image holds from the next step on.
     *
     * @throws InvalidRecordException when the record moves an image from the held-out set or into it; nothing has changed
     */
    void fold(LabelRecord label) {
        if (label instanceof ImageLabelled labelled) {
            if (labelled.split() == Split.HELD_OUT) {
                holdOut(labelled);
            } else {
                learnFrom(labelled);
            }
        } else if (label instanceof ImageUnlabelled unlabelled) {
            retract(unlabelled);
        }
    }

    private void holdOut(ImageLabelled labelled) {
        int number = heldOut.find(labelled.image());
        if (number < 0) {
            checkNew(labelled.image(), examples.find(labelled.image()), Split.HELD_OUT);
            heldOut.add(labelled.image(), labelled.pixels(), labelled.digit());
        } else {
            heldOut.relabel(number, labelled.digit());
        }
    }

    private void learnFrom(ImageLabelled labelled) {
        int example = examples.find(labelled.image());
        boolean first = example < 0;
        if (first) {
            checkNew(labelled.image(), heldOut.find(labelled.image()), Split.TRAIN);
            example = examples.add(labelled.image(), labelled.pixels(), labelled.digit());
        } else {
            examples.relabel(example, labelled.digit());
        }
        sampler.fresh(example, first);
    }

    private void retract(ImageUnlabelled unlabelled) {
        int held = heldOut.find(unlabelled.image());
        int example = examples.find(unlabelled.image());
        if (unlabelled.split() == Split.HELD_OUT) {
            checkNew(unlabelled.image(), example, Split.HELD_OUT);
            if (held >= 0) {
                heldOut.retract(held);
            }
        } else {
            checkNew(unlabelled.image(), held, Split.TRAIN);
            if (example >= 0) {
                examples.retract(example);
            }
        }
    }

    /** An image whose split is said to be {@code got} must not have been in the other one. */
    private static void checkNew(UUID image, int numberInOther, Split got) {
        if (numberInOther >= 0) {
            Split before = got == Split.TRAIN ? Split.HELD_OUT : Split.TRAIN;
            throw new InvalidRecordException(
                    "image " + image + ": expected the split " + before.wire() + " as before, got " + got.wire());
        }
    }

    /** One step on the next mini-batch. Returns its size: 0 when there is no labelled example, and then no step was taken. */
    int step() {
        int size = sampler.deal(dealt);
        if (size == 0) {
            return 0;
        }
        batch.clear();
        examples.addTo(batch, dealt, size);
        sgd.step(batch);
        step++;
        for (int b = 0; b < sampler.firstSeen(); b++) {
            prequential.saw(sgd.recognised(b, b + 1) == 1);
        }
        return size;
    }

    Evaluation measure() {
        return heldOut.measure(sgd.network());
    }

    /** False when training has diverged. */
    boolean isFinite() {
        return sgd.network().isFinite();
    }

    /** The weight file. @param metadata to be written into it, a function of the log as well */
    byte[] weights(Map<String, String> metadata) {
        return WeightFile.write(sgd, metadata);
    }

    Training training() {
        return training;
    }

    Sampler sampler() {
        return sampler.state();
    }

    long steps() {
        return step;
    }

    /** Training examples that have a label now. */
    int examples() {
        return examples.labelled();
    }

    /** Bytes of pixels that lie in a file. */
    long bytesInFile() {
        return examples.bytesInFile();
    }

    /** Held-out images that have a label now. */
    int heldOut() {
        return heldOut.labelled();
    }

    /** Labels of training examples that ever came, corrections among them. */
    long labels() {
        return sampler.labels();
    }

    /** New labels that no step has learned yet. */
    long waiting() {
        return sampler.waiting();
    }

    /** See {@link PrequentialAccuracy}. */
    @Nullable
    Double prequential() {
        return prequential.accuracy();
    }

    @Override
    public void close() {
        sgd.close();
        examples.close();
    }
}
