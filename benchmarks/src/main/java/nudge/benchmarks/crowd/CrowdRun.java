package nudge.benchmarks.crowd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.NetworkSpec;
import nudge.network.SparseExamples;
import nudge.quality.Policy;
import nudge.quality.simulation.CrowdSimulation;
import nudge.quality.simulation.CrowdSimulation.Report;
import nudge.quality.simulation.PlainMajority;
import nudge.quality.simulation.SimulatedCrowd;
import org.jspecify.annotations.Nullable;

/**
 * A crowd that has labelled images of MNIST under the default crowd policy.
 *
 * @param mnist of which the images are
 * @param chosen which of its images, all of them in an order that is random: the first were labelled
 */
record CrowdRun(SimulatedCrowd crowd, Mnist mnist, List<Integer> chosen, long seed, Report report) {
    /** @param images how many are labelled */
    static CrowdRun of(SimulatedCrowd crowd, Mnist mnist, int images, long seed) {
        List<Integer> chosen =
                new ArrayList<>(IntStream.range(0, mnist.size()).boxed().toList());
        Collections.shuffle(chosen, new Random(seed));
        int[] digits = digits(mnist, chosen, images);
        return new CrowdRun(
                crowd, mnist, chosen, seed, CrowdSimulation.run(crowd, Policy.Crowd.standard(), digits, seed));
    }

    private static int[] digits(Mnist mnist, List<Integer> chosen, int images) {
        return chosen.subList(0, images).stream().mapToInt(mnist::digit).toArray();
    }

    /**
     * What labels come to, and what a network learns from them.
     *
     * @param what was done with the labels
     * @param examples images that got a digit
     * @param right the share of them, 0 to 1, that got the true one
     * @param accuracy on the held-out images, 0 to 1
     */
    record Outcome(String what, int examples, double labelsPerImage, double right, double accuracy) {}

    /**
     * Digits of the first images.
     *
     * @param digits in the order of the images; null where one has none
     */
    private record Digits(List<? extends @Nullable Integer> digits, double labelsPerImage) {
        static Digits of(PlainMajority majority) {
            return new Digits(
                    majority.digits(),
                    majority.labels() / (double) majority.digits().size());
        }
    }

    /** With quality control and without, by the same people. */
    List<Outcome> outcomes(SparseExamples heldOut, NetworkSpec shape, int passes) {
        int[] truths = digits(mnist, chosen, report.images());
        int[] more = digits(mnist, chosen, Math.min(mnist.size(), report.labels()));
        Map<String, Digits> ways = new LinkedHashMap<>();
        ways.put(
                "quality control",
                new Digits(
                        report.outcomes().stream()
                                .map(CrowdSimulation.Outcome::settled)
                                .toList(),
                        report.labelsPerImage()));
        ways.put(
                "first label",
                new Digits(
                        report.outcomes().stream()
                                .map(CrowdSimulation.Outcome::first)
                                .toList(),
                        1));
        ways.put("one label", Digits.of(PlainMajority.of(crowd, 1, truths, seed)));
        ways.put("majority of 3", Digits.of(PlainMajority.of(crowd, 3, truths, seed)));
        ways.put("one label, more", Digits.of(PlainMajority.of(crowd, 1, more, seed)));
        ways.put("truth", new Digits(IntStream.of(truths).boxed().toList(), 0));
        List<Outcome> outcomes = new ArrayList<>();
        ways.forEach((what, digits) -> outcomes.add(learned(what, digits, heldOut, shape, passes)));
        return outcomes;
    }

    private Outcome learned(String what, Digits digits, SparseExamples heldOut, NetworkSpec shape, int passes) {
        SparseExamples examples = new SparseExamples(Mnist.PIXELS);
        int right = 0;
        for (int i = 0; i < digits.digits.size(); i++) {
            Integer digit = digits.digits.get(i);
            if (digit != null) {
                examples.add(mnist.pixels(), chosen.get(i) * Mnist.PIXELS, digit);
                right += digit == mnist.digit(chosen.get(i)) ? 1 : 0;
            }
        }
        TrainedNetwork network = TrainedNetwork.of(examples, shape, TrainingDefaults.offline(), passes, seed);
        return new Outcome(
                what,
                examples.size(),
                digits.labelsPerImage,
                right / (double) examples.size(),
                network.accuracy(heldOut));
    }
}
