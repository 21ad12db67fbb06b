package nudge.labeller.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Brings what was found on the level page back onto the photo. */
final class SheetOutline {
    private final Blots page;
    private final Darkness level;
    private final Darkness seen;
    private final Turn turn;
    private final int step;

    SheetOutline(Blots page, Darkness level, Darkness seen, Turn turn, int step) {
        this.page = page;
        this.level = level;
        this.seen = seen;
        this.turn = turn;
        this.step = step;
    }

    /** The digits with their boxes on the photo. */
    List<List<FoundDigit>> digits(List<List<Blot>> rows, DigitFinder finder) {
        double[][] bounds = new double[finder.labels() + 1][];
        for (int i = 0; i < page.labels().length; i++) {
            int label = page.labels()[i];
            if (label > 0) {
                double x = turn.x(i % page.width() + 0.5, i / page.width() + 0.5);
                double y = turn.y(i % page.width() + 0.5, i / page.width() + 0.5);
                double[] box = bounds[label] == null ? new double[] {x, y, x, y} : bounds[label];
                bounds[label] = box;
                box[0] = Math.min(box[0], x);
                box[1] = Math.min(box[1], y);
                box[2] = Math.max(box[2], x);
                box[3] = Math.max(box[3], y);
            }
        }
        List<List<FoundDigit>> found = new ArrayList<>();
        for (List<Blot> row : rows) {
            List<FoundDigit> digits = new ArrayList<>();
            for (Blot digit : row) {
                digits.add(new FoundDigit(box(digit, bounds), finder.confidence(digit)));
            }
            found.add(digits);
        }
        return found;
    }

    private Box box(Blot digit, double[][] bounds) {
        double left = seen.width();
        double top = seen.height();
        double right = 0;
        double bottom = 0;
        for (int label : digit.parts()) {
            double[] box = bounds[label];
            if (box != null) {
                left = Math.min(left, box[0] - 1);
                top = Math.min(top, box[1] - 1);
                right = Math.max(right, box[2] + 1);
                bottom = Math.max(bottom, box[3] + 1);
            }
        }
        int x = (int) Math.max(0, Math.floor(left));
        int y = (int) Math.max(0, Math.floor(top));
        int width = (int) Math.min(seen.width(), Math.ceil(right)) - x;
        int height = (int) Math.min(seen.height(), Math.ceil(bottom)) - y;
        return new Box((double) step * x, (double) step * y, (double) step * width, (double) step * height);
    }

    /** The ink of every piece, stretched to the full range as that of a single picture is. */
    SheetInk ink(int labels) {
        int[] darkest = darkest(labels);
        byte[] values = new byte[seen.values().length];
        for (int y = 0; y < seen.height(); y++) {
            for (int x = 0; x < seen.width(); x++) {
                int dark = seen.at(x, y);
                int label = dark == 0 ? 0 : label((int) turn.u(x + 0.5, y + 0.5), (int) turn.v(x + 0.5, y + 0.5));
                if (label > 0) {
                    int floor = darkest[label] / 4;
                    values[y * seen.width() + x] =
                            (byte) Math.min(255, Math.max(0, (dark - floor) * 255 / (darkest[label] - floor)));
                }
            }
        }
        return new SheetInk(values, seen.width(), seen.height(), step);
    }

    /** Of a point, or of one beside it: a stroke has a soft edge. */
    private int label(int u, int v) {
        for (int away = 0; away <= 1; away++) {
            for (int dv = -away; dv <= away; dv++) {
                for (int du = -away; du <= away; du++) {
                    boolean inside = u + du >= 0 && v + dv >= 0 && u + du < page.width() && v + dv < page.height();
                    if (inside && page.labels()[(v + dv) * page.width() + u + du] > 0) {
                        return page.labels()[(v + dv) * page.width() + u + du];
                    }
                }
            }
        }
        return 0;
    }

    /** The median darkness of each label's ink. */
    private int[] darkest(int labels) {
        int[][] counts = new int[labels + 1][];
        for (int i = 0; i < page.labels().length; i++) {
            int label = page.labels()[i];
            if (label > 0) {
                counts[label] = counts[label] == null ? new int[256] : counts[label];
                counts[label][level.values()[i] & 0xff]++;
            }
        }
        int[] medians = new int[labels + 1];
        for (int label = 1; label <= labels; label++) {
            medians[label] = counts[label] == null ? 255 : median(counts[label]);
        }
        return medians;
    }

    private static int median(int[] counts) {
        int all = Arrays.stream(counts).sum();
        int seen = 0;
        for (int value = 0; value < counts.length; value++) {
            seen += counts[value];
            if (2 * seen >= all) {
                return Math.max(4, value);
            }
        }
        throw new IllegalStateException("a label has points");
    }
}
