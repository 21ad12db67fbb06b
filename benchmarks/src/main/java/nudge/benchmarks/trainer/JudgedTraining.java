package nudge.benchmarks.trainer;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Split;
import nudge.learning.ChampionDecisions;
import nudge.learning.Learner;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.Evaluation;
import nudge.network.Network;
import nudge.network.SparseExamples;
import nudge.network.WeightFile;

/**
 * A network that learns MNIST from labels, right ones and wrong ones, and whose checkpoints are judged on its 10,000 test images as
 * the trainer does. What they are worth is told by 10,000 images of the training set that are neither learned from nor judged on.
 * Owned by one thread; to be closed.
 */
final class JudgedTraining implements AutoCloseable {
    /** Images that may be labelled; the rest of the training set is what nothing sees. */
    static final int LABELLED_MOST = 50_000;

    private static final int PASSES_WHILE_FLOWING = 3;

    /** What does not change from one run to the next: read once. */
    record Images(Mnist train, Mnist judging, SparseExamples unseen) {
        static Images read() {
            Mnist train = Mnist.train();
            SparseExamples unseen = new SparseExamples(Mnist.PIXELS);
            for (int image = LABELLED_MOST; image < train.size(); image++) {
                unseen.add(train.pixels(), image * Mnist.PIXELS, train.digit(image));
            }
            return new Images(train, Mnist.test(), unseen);
        }
    }

    /**
     * A decision, and what it was worth.
     *
     * @param accuracy of the champion from now on, on the unseen images, 0 to 1
     * @param belowAnchor how much of that the promoted checkpoint lacks beside the anchor that it was compared with; 0 when it was
     *     not promoted
     * @param nanos that comparing and deciding took, without the measurement
     */
    record Judged(ChampionDecision decision, double accuracy, double belowAnchor, long nanos) {}

    private final Images images;
    private final Learner learner;
    private final ChampionDecisions decisions;
    private final Training training;
    private long position;
    /** Steps that labels have earned; those that are taken without new labels come on top. */
    private long earned;

    private double accuracy;
    private double anchorAccuracy;

    /** @param seed of the first weights and the shuffles */
    JudgedTraining(Images images, long seed) {
        TrainingDefaults defaults = TrainingDefaults.live();
        this.images = images;
        this.training = new Training(
                defaults.network().sizes(),
                defaults.network().activation().name(),
                defaults.network().cost().name(),
                defaults.initialisation().name(),
                defaults.hyperparameters().learningRate(),
                defaults.hyperparameters().momentum(),
                defaults.hyperparameters().batchSize(),
                seed);
        this.learner = Learner.begin(
                training, new Learner.Resources(1, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir"))));
        this.decisions = new ChampionDecisions(learner, null);
        for (int image = 0; image < images.judging.size(); image++) {
            fold(new UUID(1, image), images.judging.image(image), images.judging.digit(image), Split.HELD_OUT);
        }
    }

    /** The digit that an image of the training set shows. */
    int digit(int image) {
        return images.train.digit(image);
    }

    /** Labels an image, for the first time or again, and learns as the trainer does while labels flow. */
    void label(int image, int digit) {
        fold(new UUID(2, image), images.train.image(image), digit, Split.TRAIN);
        while (earned < PASSES_WHILE_FLOWING * learner.labels() / training.batchSize()) {
            learner.step();
            earned++;
        }
    }

    private void fold(UUID image, byte[] pixels, int digit, Split split) {
        learner.fold(new ImageLabelled(image, pixels, digit, 1, split, position + 1, position, Instant.EPOCH));
        position++;
    }

    /** Learns on without new labels. */
    void step(int count) {
        for (int i = 0; i < count; i++) {
            learner.step();
        }
    }

    /** Judges what it has become. */
    Judged judge() {
        byte[] weights = learner.weights(Map.of());
        String sha256 = WeightFile.sha256(weights);
        CheckpointPublished checkpoint = new CheckpointPublished(
                CheckpointPublished.id(learner.steps(), sha256.substring(0, 16)),
                "digits",
                null,
                sha256,
                weights.length,
                EventCodec.chunks(weights.length),
                learner.steps(),
                learner.examples(),
                learner.heldOut(),
                position,
                position,
                List.of(),
                training,
                learner.sampler(),
                Instant.EPOCH);
        Evaluation evaluation = learner.measure();
        long began = System.nanoTime();
        ChampionDecision decision = decisions.judge(checkpoint, evaluation);
        long took = System.nanoTime() - began;
        if (!decision.rule().promotes()) {
            return new Judged(decision, accuracy, 0, took);
        }
        Network network = WeightFile.read(weights);
        accuracy = Evaluation.of(network, images.unseen).accuracy();
        double below = decision.anchor() == null ? 0 : anchorAccuracy - accuracy;
        anchorAccuracy = decision.rule().movesAnchor() ? accuracy : anchorAccuracy;
        return new Judged(decision, accuracy, below, took);
    }

    /** Judges after every so many of the labels that are given in this order. */
    List<Judged> label(List<Integer> order, Wrong wrong, int each) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int image = order.get(i);
            label(image, wrong.label(image, digit(image)));
            if ((i + 1) % each == 0) {
                judged.add(judge());
            }
        }
        return judged;
    }

    /** What somebody says of an image. */
    interface Wrong {
        int label(int image, int digit);
    }

    @Override
    public void close() {
        learner.close();
    }
}
