package nudge.trainer;

import java.util.ArrayList;
import java.util.List;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.network.Evaluation;
import org.jspecify.annotations.Nullable;

/** Makes accuracy events. */
final class Accuracy {
    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private Accuracy() {}

    /** @param evaluation of the checkpoint's network, on at least one image */
    static AccuracyMeasured of(CheckpointPublished checkpoint, Evaluation evaluation, @Nullable Double prequential) {
        int heldOut = evaluation.examples();
        int correct = evaluation.correct();
        double[] interval = wilson(correct, heldOut);
        List<List<Integer>> confusion = new ArrayList<>();
        for (int[] row : evaluation.confusion()) {
            confusion.add(java.util.Arrays.stream(row).boxed().toList());
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

    /** The ends of the 95 % score interval of a share (Wilson 1927); {@code of} is at least 1. */
    static double[] wilson(int count, int of) {
        double share = (double) count / of;
        double square = Z * Z / of;
        double centre = (share + square / 2) / (1 + square);
        double half = Z / (1 + square) * Math.sqrt(share * (1 - share) / of + square / (4 * of));
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }
}
