package nudge.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a checkpoint is on the held-out images: a record of {@code nudge.accuracy}.
 *
 * @param position the checkpoint's horizon
 * @param heldOut number of held-out images measured on
 * @param correct how many of them the network answers correctly
 * @param accuracy {@code correct / heldOut}
 * @param low lower end of the 95 % Wilson score interval of the accuracy (Wilson, 1927)
 * @param high upper end
 * @param cost mean cost over the held-out images
 * @param prequential share of the latest new labels that the network predicted before it learned them, or null when
 *     there were none yet (Dawid, 1984)
 * @param confusion {@code confusion[label][answer]}: held-out images of that label that got that answer
 */
public record AccuracyMeasured(
        String checkpoint,
        String model,
        long position,
        long step,
        int heldOut,
        int correct,
        double accuracy,
        double low,
        double high,
        double cost,
        @Nullable Double prequential,
        List<List<Integer>> confusion,
        Instant at) {
    public static final String TYPE = "accuracy.measured.v1";

    public AccuracyMeasured {
        Expected.present(checkpoint, "checkpoint");
        Expected.present(model, "model");
        Expected.atLeast(0, position, "position");
        Expected.atLeast(0, step, "step");
        Expected.atLeast(0, correct, "correct");
        if (heldOut < correct) {
            throw new IllegalArgumentException(
                    "expected at most heldOut = " + heldOut + " correct answers, got " + correct);
        }
        confusion = Expected.present(confusion, "confusion").stream()
                .map(List::copyOf)
                .toList();
        Expected.present(at, "at");
    }

    /** The same, published at another time. */
    public AccuracyMeasured publishedAt(Instant time) {
        return new AccuracyMeasured(
                checkpoint,
                model,
                position,
                step,
                heldOut,
                correct,
                accuracy,
                low,
                high,
                cost,
                prequential,
                confusion,
                time);
    }

    /** Share of the held-out images of a digit that are answered correctly; NaN when there is none. */
    public double recall(int digit) {
        List<Integer> row = confusion.get(digit);
        int all = row.stream().mapToInt(Integer::intValue).sum();
        return all == 0 ? Double.NaN : (double) row.get(digit) / all;
    }
}
