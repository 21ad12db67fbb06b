package nudge.labeller.statistics;

import java.util.Arrays;
import java.util.function.IntPredicate;
import nudge.quality.CrowdLabels;

/**
 * Some of the labels, with their images and annotators numbered anew, in the order of their numbers in the fold.
 *
 * @param itemOf the item of each image by the image's number, or -1: [images]
 * @param images the number of each item's image: [items]
 * @param people the number of each annotator: [annotators]
 */
record NumberedCrowd(CrowdLabels labels, int[] itemOf, int[] images, int[] people) {
    private static final int DIGITS = 10;

    /** The labels at some places, those of images that are no digits left out. */
    static NumberedCrowd of(LabelFold fold, IntPredicate places) {
        LabelColumns labels = fold.labels();
        int[] itemOf = new int[fold.images().size()];
        int[] annotatorOf = new int[fold.people().size()];
        Arrays.fill(itemOf, -1);
        Arrays.fill(annotatorOf, -1);
        for (int place = 0; place < labels.end(); place++) {
            if (fold.isOfDigit(place) && places.test(place)) {
                itemOf[labels.image(place)] = 0;
                annotatorOf[labels.annotator(place)] = 0;
            }
        }
        int[] images = number(itemOf);
        int[] people = number(annotatorOf);
        CrowdLabels.Builder crowd = CrowdLabels.builder(DIGITS);
        for (int place = 0; place < labels.end(); place++) {
            if (fold.isOfDigit(place) && places.test(place)) {
                crowd.add(itemOf[labels.image(place)], annotatorOf[labels.annotator(place)], labels.digit(place));
            }
        }
        return new NumberedCrowd(crowd.build(), itemOf, images, people);
    }

    /** Gives those that are not -1 their numbers in order. */
    private static int[] number(int[] chosen) {
        int[] back = new int[chosen.length];
        int count = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] >= 0) {
                back[count] = i;
                chosen[i] = count++;
            }
        }
        return Arrays.copyOf(back, count);
    }
}
