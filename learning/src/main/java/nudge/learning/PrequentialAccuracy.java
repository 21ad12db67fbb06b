package nudge.learning;

import org.jspecify.annotations.Nullable;

/**
 * The share of new examples that the network recognised before it learned from them: test, then train (Dawid 1984). Over the
 * latest {@value #WINDOW} of them. Owned by one thread.
 */
final class PrequentialAccuracy {
    static final int WINDOW = 1000;

    private final boolean[] right = new boolean[WINDOW];
    private long seen;
    private int rightInWindow;

    /** A new example came. @param wasRight whether the network recognised it */
    void saw(boolean wasRight) {
        int at = (int) (seen % WINDOW);
        if (seen >= WINDOW && right[at]) {
            rightInWindow--;
        }
        right[at] = wasRight;
        rightInWindow += wasRight ? 1 : 0;
        seen++;
    }

    /** From 0 to 1; null before the first example. */
    @Nullable
    Double accuracy() {
        return seen == 0 ? null : (double) rightInWindow / Math.min(seen, WINDOW);
    }
}
