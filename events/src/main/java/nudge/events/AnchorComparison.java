package nudge.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a checkpoint does beside the anchor on the same held-out images; all numbers that a decision rests on.
 *
 * @param n held-out images that both have answered
 * @param m how many of them one answers right and the other wrong: {@code b + c}
 * @param b right by the checkpoint, wrong by the anchor
 * @param c right by the anchor, wrong by the checkpoint
 * @param p how likely {@code b} or more of {@code m} would be if both were equally good (McNemar's exact test, one-sided)
 * @param bound upper bound of the share of images on which the two differ in who is right (Clopper-Pearson, one-sided)
 * @param risk how likely at most {@code c} of {@code m} would be if the checkpoint were just so much worse as is too much, the
 *     bound's own error included
 * @param images of each digit, by the held-out labels
 * @param recall share of each digit's images that the checkpoint answers right; null where there is no image
 * @param anchorRecall the same of the anchor
 */
public record AnchorComparison(
        int n,
        int m,
        int b,
        int c,
        double p,
        double bound,
        double risk,
        List<Integer> images,
        List<@Nullable Double> recall,
        List<@Nullable Double> anchorRecall) {
    public AnchorComparison {
        Expected.atLeast(0, b, "b");
        Expected.atLeast(0, c, "c");
        if (m != b + c || m > n) {
            throw new IllegalArgumentException(
                    "expected m = b + c <= n, got n " + n + ", m " + m + ", b " + b + " and c " + c);
        }
        images = List.copyOf(Expected.present(images, "images"));
        // List.copyOf takes no null.
        recall = Collections.unmodifiableList(new ArrayList<>(Expected.present(recall, "recall")));
        anchorRecall = Collections.unmodifiableList(new ArrayList<>(Expected.present(anchorRecall, "anchorRecall")));
        if (recall.size() != images.size() || anchorRecall.size() != images.size()) {
            throw new IllegalArgumentException("expected as many recalls as numbers of images, " + images.size()
                    + ", got " + recall.size() + " and " + anchorRecall.size());
        }
    }
}
