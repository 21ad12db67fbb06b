package nudge.benchmarks.crowd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import nudge.mnist.Mnist;
import nudge.network.SparseExamples;
import nudge.quality.CrowdLab.GivenLabel;
import nudge.quality.simulation.SimulatedCrowd;

/**
 * Images of MNIST that a simulated crowd labels, in whatever order it is asked. Who gives the first label of an image, who the
 * second, and which digits they give is the same in every order, so that orders are compared on the same labels.
 */
final class SimulatedPool {
    private final Mnist mnist;
    private final SimulatedCrowd crowd;
    private final long seed;
    /** Which of MNIST's images are in the pool, by the image's number here. */
    private final List<Integer> chosen;
    /** By the image's number: what was given, in order. */
    private final List<List<GivenLabel>> labels = new ArrayList<>();

    private final int[] givenBy;
    private int given;

    /** @param size images, drawn from MNIST by the seed */
    SimulatedPool(Mnist mnist, int size, SimulatedCrowd crowd, long seed) {
        this.mnist = mnist;
        this.crowd = crowd;
        this.seed = seed;
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, mnist.size()).boxed().toList());
        Collections.shuffle(all, new Random(seed));
        this.chosen = List.copyOf(all.subList(0, size));
        this.givenBy = new int[crowd.people().size()];
        for (int image = 0; image < size; image++) {
            labels.add(new ArrayList<>());
        }
    }

    int size() {
        return chosen.size();
    }

    int people() {
        return givenBy.length;
    }

    /** Labels that were given, in all. */
    int given() {
        return given;
    }

    List<GivenLabel> labels(int image) {
        return Collections.unmodifiableList(labels.get(image));
    }

    /** Images with at least one label, by their numbers. */
    int[] labelled() {
        return IntStream.range(0, size())
                .filter(image -> !labels.get(image).isEmpty())
                .toArray();
    }

    /** What the image shows. */
    int truth(int image) {
        return mnist.digit(chosen.get(image));
    }

    /**
     * The next label of an image, by somebody who has given it none.
     *
     * @return false when everybody has labelled it
     */
    boolean label(int image) {
        List<GivenLabel> before = labels.get(image);
        if (before.size() == people()) {
            return false;
        }
        List<Integer> turns =
                new ArrayList<>(IntStream.range(0, people()).boxed().toList());
        Collections.shuffle(turns, new Random(seed * 1_000_003 + image));
        int person = turns.get(before.size());
        int digit = crowd.label(seed, person, new UUID(6, image), truth(image), givenBy[person]++, null);
        before.add(new GivenLabel(person, digit));
        given++;
        return true;
    }

    SparseExamples examples(Targets targets) {
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        for (int i = 0; i < targets.images().length; i++) {
            add(examples, targets.images()[i], targets.digits()[i]);
        }
        return examples;
    }

    /** All images, with the digits that they show. */
    SparseExamples examples() {
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        for (int image = 0; image < size(); image++) {
            add(examples, image, truth(image));
        }
        return examples;
    }

    private void add(SparseExamples examples, int image, int digit) {
        examples.add(mnist.pixels(), chosen.get(image) * Mnist.PIXELS, digit);
    }
}
