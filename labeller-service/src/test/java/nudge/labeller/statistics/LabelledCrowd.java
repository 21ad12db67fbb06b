package nudge.labeller.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import nudge.quality.CrowdLabels;

/**
 * Labels as the formulas get them, with the ids of their images and annotators.
 *
 * @param position all events up to it are looked at
 * @param images the image of each item
 * @param annotators of each number, in the order of their first event
 */
record LabelledCrowd(long position, CrowdLabels labels, List<UUID> images, List<UUID> annotators) {
    /** All labels that stand. */
    static LabelledCrowd of(LabelFold fold) {
        return at(fold, place -> true);
    }

    /** Those that have weight. */
    static LabelledCrowd weighed(LabelFold fold) {
        return at(fold, new Weights(fold)::counts);
    }

    private static LabelledCrowd at(LabelFold fold, IntPredicate places) {
        NumberedCrowd crowd = NumberedCrowd.of(fold, places);
        return new LabelledCrowd(
                fold.position(),
                crowd.labels(),
                Arrays.stream(crowd.images()).mapToObj(fold.images()::id).toList(),
                Arrays.stream(crowd.people()).mapToObj(fold.people()::id).toList());
    }
}
