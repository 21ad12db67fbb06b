package nudge.trainer;

import org.jspecify.annotations.Nullable;

/**
 * The share of the latest new labels that the network predicted before it learned them: test, then train (Dawid 1984). Over
 * the latest {@value #WINDOW} images.
 */
final class PrequentialAccuracy {
    static final int WINDOW = 1000;

    private final boolean[] right = new boolean[WINDOW];
    private long seen;
    private int rightInWindow;

    void saw(boolean wasRight) {
        int at = (int) (seen % WINDOW);
        if (seen >= WINDOW && right[at]) {
            rightInWindow--;
        }
        right[at] = wasRight;
        rightInWindow += wasRight ? 1 : 0;
        seen++;
    }

    /** Null when nothing new came yet. */
    @Nullable
    Double accuracy() {
        return seen == 0 ? null : (double) rightInWindow / Math.min(seen, WINDOW);
    }
}
