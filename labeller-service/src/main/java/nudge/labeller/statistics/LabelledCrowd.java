package nudge.labeller.statistics;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.quality.CrowdLabels;

/**
 * The labels that stood at a position of the log, one per image and annotator. Those that came with an image are none of them,
 * nor are those of images that are no digits.
 *
 * @param position all events up to it are looked at
 * @param labels of ten classes; those of an image are in the log's order
 * @param images the image of each item
 * @param annotators of each number, in the order of their first event
 */
public record LabelledCrowd(long position, CrowdLabels labels, List<UUID> images, List<UUID> annotators) {
    public LabelledCrowd {
        images = List.copyOf(images);
        annotators = List.copyOf(annotators);
    }

    /** The same, where the digits of some images are known beyond question. */
    public LabelledCrowd withGold(Map<UUID, Integer> digits) {
        int[] truths = new int[images.size()];
        for (int item = 0; item < truths.length; item++) {
            truths[item] = digits.getOrDefault(images.get(item), -1);
        }
        return new LabelledCrowd(position, labels.withGold(truths), images, annotators);
    }
}
