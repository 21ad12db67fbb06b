package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the pieces of digits together whose strokes are broken, or were never joined. */
final class BrokenDigits {
    private final double height;

    /** @param height of most digits, in points */
    BrokenDigits(double height) {
        this.height = height;
    }

    /** What was put together, and all else, from left to right. */
    List<Blot> joined(List<Blot> pieces) {
        List<Blot> sorted = new ArrayList<>(pieces);
        boolean again = true;
        while (again) {
            sorted.sort(Comparator.comparingInt(Blot::left));
            again = joinOnce(sorted);
        }
        return sorted;
    }

    private boolean joinOnce(List<Blot> sorted) {
        boolean joined = false;
        for (int i = 0; i < sorted.size(); i++) {
            int best = -1;
            double least = Double.MAX_VALUE;
            for (int k = i + 1;
                    k < sorted.size() && sorted.get(k).left() < sorted.get(i).right() + height;
                    k++) {
                double distance = distance(sorted.get(i), sorted.get(k));
                if (distance < least && belong(sorted.get(i), sorted.get(k))) {
                    least = distance;
                    best = k;
                }
            }
            if (best >= 0) {
                sorted.set(i, sorted.get(i).with(sorted.remove(best)));
                joined = true;
            }
        }
        return joined;
    }

    private static double distance(Blot one, Blot other) {
        return Math.hypot(Math.max(0, -one.overlapX(other)), Math.max(0, -one.overlapY(other)));
    }

    /** Two whole digits never do. */
    private boolean belong(Blot one, Blot other) {
        Blot both = one.with(other);
        Blot smaller = one.size() < other.size() ? one : other;
        if (both.height() > 1.45 * height || both.width() > 1.25 * height || smaller.height() > 0.75 * height) {
            return false;
        }
        boolean above = one.overlapX(other) >= 0.4 * smaller.width() && -one.overlapY(other) <= 0.3 * height;
        boolean beside = one.overlapY(other) >= 0.3 * smaller.height()
                && -one.overlapX(other) <= 0.1 * height
                && smaller.height() < 0.5 * height;
        boolean near = distance(one, other) <= 0.08 * height && smaller.height() < 0.6 * height;
        return above || beside || near;
    }
}
