package nudge.benchmarks.trainer;

import java.time.Instant;
import java.util.UUID;
import nudge.events.LabelRecord.ImageLabelled;
import nudge.events.Split;
import nudge.mnist.Mnist;

/**
 * A log of labels of any length: each names another image, with the pixels and the digits of MNIST's training set over and
 * over. One image in seven is held out, as in MNIST.
 */
final class MadeUpLog {
    private static final Instant AT = Instant.parse("2026-11-25T09:30:00.123456Z");
    private static final int HELD_OUT = 7;
    /** Of the store's events one in two is a settled label. */
    private static final int EVENTS_PER_LABEL = 2;

    private final Mnist digits = Mnist.train();

    /** @param number of the label, from 0 on */
    ImageLabelled label(long number) {
        int index = (int) (number % digits.size());
        return new ImageLabelled(
                new UUID(mixed(2 * number), mixed(2 * number + 1)),
                digits.image(index),
                digits.digit(index),
                1,
                number % HELD_OUT == HELD_OUT - 1 ? Split.HELD_OUT : Split.TRAIN,
                EVENTS_PER_LABEL * (number + 1),
                EVENTS_PER_LABEL * number,
                AT.plusMillis(number));
    }

    /** SplitMix64: names that are as good as random. */
    private static long mixed(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
