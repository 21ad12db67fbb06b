package nudge.quality;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How fast somebody labels.
 *
 * @param timed labels whose time is known
 * @param median of their times, in milliseconds; empty when none is known
 */
public record Pace(int timed, OptionalDouble median) {
    /** Nobody sees, decides and presses a key in less, one image after the other: milliseconds. */
    public static final double TOO_FAST = 250;

    /** Nobody is called too fast by fewer labels. */
    public static final int LEAST_TIMED = 20;

    /** @param milliseconds from when an image was shown to when it was labelled; stays as it is */
    public static Pace of(int[] milliseconds) {
        int n = milliseconds.length;
        if (n == 0) {
            return new Pace(0, OptionalDouble.empty());
        }
        int[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return new Pace(n, OptionalDouble.of((sorted[(n - 1) / 2] + (double) sorted[n / 2]) / 2));
    }

    public boolean tooFast() {
        return timed >= LEAST_TIMED && median.orElse(Double.MAX_VALUE) < TOO_FAST;
    }
}
