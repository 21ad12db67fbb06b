package nudge.labeller.sheet;

import java.util.List;

/** How tall the digits of a page are, as most of what is written on it is of one height. */
final class DigitHeight {
    private static final int LEAST = 10;
    /** Of what is longer, lines are made. */
    private static final double SLENDER = 6;

    private DigitHeight() {}

    /** In points; 0 where nothing is written. */
    static double of(Blots page) {
        List<Blot> written =
                page.list().stream().filter(blot -> mayBeDigit(blot, page)).toList();
        List<Blot> digits =
                written.stream().filter(blot -> !holds(blot, written)).toList();
        double most = 0;
        int[] best = {};
        for (Blot each : digits) {
            int[] heights = digits.stream()
                    .mapToInt(Blot::height)
                    .filter(height -> height >= 0.75 * each.height() && height <= 1.3 * each.height())
                    .sorted()
                    .toArray();
            double weight = 0;
            for (int height : heights) {
                weight += Math.pow(height, 1.5); // dust is small, and often there is much of it
            }
            if (weight > most) {
                most = weight;
                best = heights;
            }
        }
        return best.length == 0 ? 0 : best[best.length / 2];
    }

    private static boolean mayBeDigit(Blot blot, Blots page) {
        return blot.height() >= LEAST
                && blot.height() <= page.height() / 3.0
                && blot.width() <= SLENDER * blot.height()
                && blot.height() <= SLENDER * blot.width();
    }

    /** A frame: there is much room in it, and something else. */
    private static boolean holds(Blot frame, List<Blot> others) {
        return frame.size() < 0.25 * frame.width() * frame.height()
                && others.stream()
                        .anyMatch(other -> other.left() > frame.left()
                                && other.right() < frame.right()
                                && other.top() > frame.top()
                                && other.bottom() < frame.bottom()
                                && other.height() > 0.3 * frame.height());
    }
}
