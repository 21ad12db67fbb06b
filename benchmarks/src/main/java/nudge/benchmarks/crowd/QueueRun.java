package nudge.benchmarks.crowd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import nudge.learning.TrainingDefaults;
import nudge.network.NetworkSpec;
import nudge.network.SparseExamples;
import nudge.quality.CrowdSetting;
import nudge.quality.simulation.SimulatedCrowd;
import org.jspecify.annotations.Nullable;

/**
 * A pool is labelled in one order: a batch, then a network that learns from all that was labelled, then the batch that follows
 * from what this network is unsure of, and so on.
 */
final class QueueRun {
    private final LabelOrder order;
    private final Settings settings;
    private final SimulatedPool pool;
    private final SparseExamples heldOut;
    private final SettledImages settled;
    private final SparseExamples all;
    private final long seed;
    private final SplittableRandom random;
    /** Images in an order that is random, and the same in all runs of a seed. */
    private final Deque<Integer> shuffled;

    /**
     * @param labels that are given in all
     * @param batch labels between two networks
     * @param passes over each example
     * @param folds of the cross-validation
     * @param modelFrom the accuracy from which on the network is good enough to say where labels go, 0 to 1
     */
    record Settings(NetworkSpec shape, int labels, int batch, int passes, int folds, double modelFrom) {}

    /**
     * How things stood after a batch.
     *
     * @param examples images that the network learned from
     * @param right the share of them, 0 to 1, with the true digit
     * @param accuracy on the held-out images, 0 to 1
     */
    record Point(int labels, int examples, double right, double accuracy) {}

    QueueRun(
            LabelOrder order,
            Settings settings,
            SimulatedPool pool,
            SimulatedCrowd crowd,
            SparseExamples heldOut,
            long seed) {
        this.order = order;
        this.settings = settings;
        this.pool = pool;
        this.heldOut = heldOut;
        this.settled = new SettledImages(pool, crowd, seed);
        this.all = pool.examples();
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        List<Integer> images =
                new ArrayList<>(IntStream.range(0, pool.size()).boxed().toList());
        Collections.shuffle(images, new Random(seed + 1));
        this.shuffled = new ArrayDeque<>(images);
    }

    /** One point after each batch. */
    List<Point> run() {
        List<Point> points = new ArrayList<>();
        for (List<Integer> wanted = List.of(); pool.given() < settings.labels; ) {
            int before = pool.given();
            give(new ArrayDeque<>(wanted));
            if (pool.given() == before) {
                throw new IllegalStateException("a pool of " + pool.size() + " images is too small for "
                        + settings.labels + " labels in the order " + order.heading());
            }
            NextLabels view =
                    order == LabelOrder.ACTIVE_LAB ? new NextLabels(pool, settings.folds, seed, this::train) : null;
            Targets targets = targets(view);
            TrainedNetwork network = train(targets);
            double accuracy = network.accuracy(heldOut);
            points.add(new Point(pool.given(), targets.images().length, targets.right(pool), accuracy));
            boolean waits = order.waits() && accuracy < settings.modelFrom;
            wanted = waits ? List.of() : wanted(network, view);
        }
        return points;
    }

    private TrainedNetwork train(Targets targets) {
        return TrainedNetwork.of(
                pool.examples(targets), settings.shape, TrainingDefaults.live(), settings.passes, seed);
    }

    private Targets targets(@Nullable NextLabels view) {
        if (view != null) {
            return view.consensus();
        }
        if (order.settles()) {
            return settled.targets();
        }
        int[] images = pool.labelled();
        return new Targets(
                images,
                Arrays.stream(images)
                        .map(image -> pool.labels(image).get(0).given())
                        .toArray());
    }

    /** Gives a batch of labels: to these images, in their order; where they do not suffice, to images at random. */
    private void give(Deque<Integer> wanted) {
        int until = Math.min(settings.labels, pool.given() + settings.batch);
        // How far people agree has to be seen before ActiveLab can weigh it.
        boolean twice = order == LabelOrder.ACTIVE_LAB && pool.given() == 0;
        while (pool.given() < until) {
            Integer open = order.settles() ? settled.open() : null;
            Integer image = open != null ? open : next(wanted);
            if (image == null) {
                return;
            }
            pool.label(image);
            if (twice) {
                pool.label(image);
            }
            if (order.settles()) {
                settled.consider(image);
            }
        }
    }

    private @Nullable Integer next(Deque<Integer> wanted) {
        boolean atRandom = order == LabelOrder.QUEUE && random.nextDouble() < CrowdSetting.RANDOM.standard();
        Integer image = atRandom ? null : nextOf(wanted, order == LabelOrder.ACTIVE_LAB);
        return image != null ? image : nextOf(shuffled, false);
    }

    /** @param again whether an image that has a label may get another */
    private @Nullable Integer nextOf(Deque<Integer> images, boolean again) {
        Integer image = images.poll();
        while (image != null && !again && !pool.labels(image).isEmpty()) {
            image = images.poll();
        }
        return image;
    }

    /** Which images the next labels go to, by what the network says of all; more than a batch. */
    private List<Integer> wanted(TrainedNetwork network, @Nullable NextLabels view) {
        if (order == LabelOrder.RANDOM || order == LabelOrder.RANDOM_SETTLED) {
            return List.of();
        }
        double[][] probabilities = network.probabilities(all);
        double[] scores = view != null ? view.scores(probabilities) : sureness(probabilities);
        return IntStream.range(0, scores.length)
                .boxed()
                .filter(image -> scores[image] < Double.POSITIVE_INFINITY)
                .sorted(Comparator.comparingDouble(image -> scores[image]))
                .limit(2L * settings.batch)
                .toList();
    }

    /** How sure a network is of images that nobody has labelled: [images]. */
    private double[] sureness(double[][] probabilities) {
        double[] sureness = new double[probabilities.length];
        Arrays.setAll(
                sureness,
                image -> pool.labels(image).isEmpty()
                        ? Arrays.stream(probabilities[image]).max().orElse(0)
                        : Double.POSITIVE_INFINITY);
        return sureness;
    }
}
