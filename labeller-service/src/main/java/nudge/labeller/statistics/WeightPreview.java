package nudge.labeller.statistics;

import java.util.List;
import java.util.UUID;
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import org.jspecify.annotations.Nullable;

/**
 * What would change if somebody's labels from a position on had weight, or had none.
 *
 * @param labels of theirs from there on that stand
 * @param images of these labels
 * @param changed images whose digit would be another, the first {@value #MOST}
 * @param changedImages how many would have another digit
 * @param opened how many that are settled would be open
 * @param gold their answers from there on
 * @param suggestedFrom the position from which on their labels look bad; null when they do not
 */
public record WeightPreview(
        int labels,
        int images,
        List<ChangedImage> changed,
        int changedImages,
        int opened,
        GoldCount gold,
        @Nullable Long suggestedFrom) {
    /** So many images are named. */
    public static final int MOST = 100;

    /** @param to null when it would be open */
    public record ChangedImage(
            UUID image, @Nullable Integer from, @Nullable Integer to) {}
}
