package nudge.benchmarks.crowd;

import java.util.stream.IntStream;

/**
 * What a network learns from.
 *
 * @param images by their numbers in the pool, [examples]
 * @param digits what they are taken for, [examples]
 */
record Targets(int[] images, int[] digits) {
    /** The share, 0 to 1, that is taken for what it is; 0 when there is none. */
    double right(SimulatedPool pool) {
        long right = IntStream.range(0, images.length)
                .filter(i -> pool.truth(images[i]) == digits[i])
                .count();
        return images.length == 0 ? 0 : right / (double) images.length;
    }

    /** Some of them. @param places from 0 to {@code images().length - 1} */
    Targets at(int[] places) {
        int[] someImages = new int[places.length];
        int[] someDigits = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            someImages[i] = images[places[i]];
            someDigits[i] = digits[places[i]];
        }
        return new Targets(someImages, someDigits);
    }
}
