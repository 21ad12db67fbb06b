package nudge.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.network.Evaluation;
import org.jspecify.annotations.Nullable;

/** From an evaluation on held-out images to an accuracy event. */
public final class Accuracy {
    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private Accuracy() {}

    /**
     * The accuracy event of a checkpoint, with the ends of the accuracy's 95 % Wilson score interval.
     *
     * @param evaluation of the checkpoint's network, on at least one image
     * @param prequential from 0 to 1, or null when nothing was predicted yet; see {@link Learner#prequential()}
     * @throws IllegalArgumentException when the evaluation is of no image
     */
    public static AccuracyMeasured of(
            CheckpointPublished checkpoint, Evaluation evaluation, @Nullable Double prequential) {
        int heldOut = evaluation.examples();
        if (heldOut == 0) {
            throw new IllegalArgumentException("expected an evaluation on at least one held-out image, got none");
        }
        int correct = evaluation.correct();
        double[] interval = wilson(correct, heldOut);
        List<List<Integer>> confusion = new ArrayList<>();
        for (int[] row : evaluation.confusion()) {
            confusion.add(Arrays.stream(row).boxed().toList());
        }
        return new AccuracyMeasured(
                checkpoint.id(),
                checkpoint.model(),
                checkpoint.position(),
                checkpoint.step(),
                heldOut,
                correct,
                evaluation.accuracy(),
                interval[0],
                interval[1],
                evaluation.cost(),
                prequential,
                confusion,
                checkpoint.at());
    }

    /**
     * The 95 % score interval of the share {@code count / of} (Wilson 1927): [low, high], within [0, 1].
     *
     * @param of at least 1
     */
    static double[] wilson(int count, int of) {
        double share = (double) count / of;
        double square = Z * Z / of;
        double centre = (share + square / 2) / (1 + square);
        double half = Z / (1 + square) * Math.sqrt(share * (1 - share) / of + square / (4 * of));
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }
}
