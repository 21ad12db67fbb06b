package nudge.labeller.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the pool is labelled.
 *
 * @param images without those that are put aside or left out
 * @param heldOut of them
 * @param settled images whose digit is known, whatever it rests on
 * @param open images that wait for labels
 * @param labels of people that stand
 * @param labelsPerImage of images that were settled by labels alone; null when there is none
 * @param settledByCrowd images that were settled by weighed labels, in the order in which they came
 */
record PoolFigures(
        int images,
        int heldOut,
        int settled,
        int open,
        int labels,
        @Nullable Double labelsPerImage,
        List<UUID> settledByCrowd) {

    static PoolFigures of(LabelFold fold) {
        ImageColumns images = fold.images();
        int all = 0;
        int heldOut = 0;
        int settled = 0;
        int open = 0;
        int byLabels = 0;
        List<UUID> byCrowd = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            if (images.aside(image)) {
                continue;
            }
            all++;
            heldOut += images.heldOut(image) ? 1 : 0;
            if (images.digit(image) == ImageColumns.NONE) {
                open += images.rejected(image) ? 0 : 1;
                continue;
            }
            settled++;
            byLabels += images.known(image) ? 0 : 1;
            if (images.settledByCrowd(image)) {
                byCrowd.add(images.id(image));
            }
        }
        LabelColumns labels = fold.labels();
        int theirs = 0;
        for (int place = 0; place < labels.end(); place++) {
            int image = labels.stands(place) ? labels.image(place) : ImageColumns.NONE;
            if (image != ImageColumns.NONE
                    && !images.aside(image)
                    && images.digit(image) != ImageColumns.NONE
                    && !images.known(image)) {
                theirs++;
            }
        }
        return new PoolFigures(
                all,
                heldOut,
                settled,
                open,
                labels.count(),
                byLabels == 0 ? null : theirs / (double) byLabels,
                List.copyOf(byCrowd));
    }
}
