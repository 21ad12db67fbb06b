package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the rows of digits on a level page, and the order in which they are read. */
final class Rows {
    private final double height;

    /** @param height of most digits */
    Rows(double height) {
        this.height = height;
    }

    /** From top to bottom, each from left to right. */
    List<List<Blot>> of(List<Blot> digits) {
        List<Blot> sorted = new ArrayList<>(digits);
        sorted.sort(Comparator.comparingInt(Blot::left));
        List<List<Blot>> rows = new ArrayList<>();
        for (Blot digit : sorted) {
            nearest(rows, digit).add(digit);
        }
        join(rows);
        for (List<Blot> row : rows) {
            row.sort(Comparator.comparingDouble(Blot::centreX));
        }
        rows.sort(Comparator.comparingDouble(Rows::middle));
        return rows;
    }

    /** The row whose last digits are at the height of this one; a new one where there is none. */
    private List<Blot> nearest(List<List<Blot>> rows, Blot digit) {
        List<Blot> best = null;
        double least = 0.5 * height;
        for (List<Blot> row : rows) {
            double distance = Math.abs(end(row) - digit.centreY());
            if (distance < least) {
                least = distance;
                best = row;
            }
        }
        if (best == null) {
            best = new ArrayList<>();
            rows.add(best);
        }
        return best;
    }

    /** Mean height of the last few digits. */
    private static double end(List<Blot> row) {
        return row.subList(Math.max(0, row.size() - 4), row.size()).stream()
                .mapToDouble(Blot::centreY)
                .average()
                .orElseThrow();
    }

    private static double middle(List<Blot> row) {
        return row.stream().mapToDouble(Blot::centreY).average().orElseThrow();
    }

    /** What began as a row of its own, such as by a digit that stands high, joins the row that it is in. */
    private void join(List<List<Blot>> rows) {
        rows.sort(Comparator.comparingInt(row -> -row.size()));
        for (int i = 0; i < rows.size(); i++) {
            for (int k = rows.size() - 1; k > i; k--) {
                if (Math.abs(middle(rows.get(i)) - middle(rows.get(k))) < 0.55 * height
                        && !collide(rows.get(i), rows.get(k))) {
                    rows.get(i).addAll(rows.remove(k));
                }
            }
        }
    }

    /** Whether a digit of one stands above a digit of the other. */
    private boolean collide(List<Blot> one, List<Blot> other) {
        return one.stream()
                .anyMatch(a -> other.stream()
                        .anyMatch(b ->
                                a.overlapX(b) > 0.5 * Math.min(a.width(), b.width()) && a.overlapY(b) < 0.3 * height));
    }
}
