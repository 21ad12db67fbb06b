package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts digits that touch, along the straight cut, upright or slanting, that goes through the least ink. */
final class TouchingDigits {
    private static final double[] SLANTS = {-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4};

    private final Blots page;
    private final double height;
    private int labels;

    /**
     * For one page.
     *
     * @param height of most digits
     * @param labels how many of the page's labels are in use
     */
    TouchingDigits(Blots page, double height, int labels) {
        this.page = page;
        this.height = height;
        this.labels = labels;
    }

    /** One digit, or several from left to right. */
    List<Blot> parted(Blot blot) {
        List<Blot> parts = new ArrayList<>();
        part(blot, parts);
        return parts;
    }

    /** How many labels are in use by now. */
    int labels() {
        return labels;
    }

    private record Cut(double middle, double slant, int ink, int runs) {}

    private void part(Blot blot, List<Blot> into) {
        double stroke = blot.width() > 1.05 * height ? stroke(blot) : 0;
        Cut cut = stroke > 0 ? leastInk(blot, stroke) : null;
        // No digit is as wide as that: it is parted where it costs more.
        boolean wide = blot.width() > 1.4 * height;
        if (cut == null || cut.runs > (wide ? 3 : 1) || cut.ink > (wide ? 4 : 1.5) * stroke) {
            into.add(blot);
            return;
        }
        Blot[] halves = halves(blot, cut);
        for (Blot half : halves) {
            if (half.height() < 0.65 * height
                    || half.height() < (wide ? 0 : 0.75) * blot.height()
                    || half.width() < 0.08 * height) {
                into.add(blot);
                return;
            }
        }
        relabel(blot, cut);
        part(halves[0], into);
        part(
                new Blot(
                        halves[1].left(),
                        halves[1].top(),
                        halves[1].right(),
                        halves[1].bottom(),
                        halves[1].size(),
                        List.of(labels)),
                into);
    }

    private @Nullable Cut leastInk(Blot blot, double stroke) {
        Cut best = null;
        double least = Double.MAX_VALUE;
        double middle = blot.centreX();
        double margin = (blot.width() > 1.4 * height ? 0.45 : 0.2) * height;
        for (double slant : SLANTS) {
            for (double x = blot.left() + margin; x < blot.right() - margin; x++) {
                int ink = 0;
                int runs = 0;
                boolean inInk = false;
                for (int y = blot.top(); y < blot.bottom(); y++) {
                    boolean here = holds(blot, (int) column(x, slant, y, blot), y);
                    ink += here ? 1 : 0;
                    runs += here && !inInk ? 1 : 0;
                    inInk = here;
                }
                // Who crosses two strokes goes through a digit.
                double cost = ink
                        + (runs > 1 ? 2 * stroke : 0)
                        + 0.1 * stroke * Math.abs(x - middle) / height
                        + stroke * Math.abs(slant) / 4;
                if (cost < least) {
                    least = cost;
                    best = new Cut(x, slant, ink, runs);
                }
            }
        }
        return best;
    }

    /** How thick its strokes are: the median run of ink along the rows. */
    private double stroke(Blot blot) {
        int[] counts = new int[blot.width() + 1];
        int all = 0;
        for (int y = blot.top(); y < blot.bottom(); y++) {
            int run = 0;
            for (int x = blot.left(); x <= blot.right(); x++) {
                if (x < blot.right() && holds(blot, x, y)) {
                    run++;
                } else if (run > 0) {
                    counts[run]++;
                    all++;
                    run = 0;
                }
            }
        }
        int seen = 0;
        for (int run = 1; run < counts.length; run++) {
            seen += counts[run];
            if (2 * seen >= all) {
                return run;
            }
        }
        return 1;
    }

    private static double column(double x, double slant, int y, Blot blot) {
        return x + slant * (blot.centreY() - y);
    }

    private boolean holds(Blot blot, int x, int y) {
        return x >= 0 && x < page.width() && blot.parts().contains(page.labels()[y * page.width() + x]);
    }

    private Blot[] halves(Blot blot, Cut cut) {
        int[][] bounds = {{blot.right(), blot.bottom(), 0, 0, 0}, {blot.right(), blot.bottom(), 0, 0, 0}};
        for (int y = blot.top(); y < blot.bottom(); y++) {
            for (int x = blot.left(); x < blot.right(); x++) {
                if (holds(blot, x, y)) {
                    int[] half = bounds[x < column(cut.middle, cut.slant, y, blot) ? 0 : 1];
                    half[0] = Math.min(half[0], x);
                    half[1] = Math.min(half[1], y);
                    half[2] = Math.max(half[2], x + 1);
                    half[3] = Math.max(half[3], y + 1);
                    half[4]++;
                }
            }
        }
        Blot[] halves = new Blot[2];
        for (int i = 0; i < 2; i++) {
            halves[i] = new Blot(bounds[i][0], bounds[i][1], bounds[i][2], bounds[i][3], bounds[i][4], blot.parts());
        }
        return halves;
    }

    /** What is right of the cut gets a label of its own. */
    private void relabel(Blot blot, Cut cut) {
        labels++;
        for (int y = blot.top(); y < blot.bottom(); y++) {
            for (int x = Math.max(blot.left(), 0); x < blot.right(); x++) {
                if (holds(blot, x, y) && x >= column(cut.middle, cut.slant, y, blot)) {
                    page.labels()[y * page.width() + x] = labels;
                }
            }
        }
    }
}
