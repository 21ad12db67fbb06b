package nudge.labeller.sheet;

/**
 * Finds the lines that are printed on a page, and takes them away from under the ink. A line is a path of ink that goes on for
 * longer than any stroke of a digit and hardly leaves its direction (a path opening: Talbot and Appleton, "Efficient complete
 * and incomplete path openings and closings", 2007). Where it is no thicker than lines are, it goes; where a stroke crosses it or
 * ends in it, both stay, so that no stroke is cut.
 */
final class Lines {
    /** A path may leave its direction by a point once in so many. */
    private static final int STRAIGHT = 10;
    /** Gaps of a line that are stepped over, either side. */
    private static final int GAP = 2;
    /** What a line's thickness may vary by. */
    private static final int ROUGH = 2;

    private static final int THICKEST = 14;

    private Lines() {}

    /**
     * Takes away what goes on for {@code length} points, and of what is shorter, but at least {@code side} long, what ends at
     * both ends in a line across: the sides of boxes.
     */
    static Mask without(Mask page, int length, int side) {
        Mask turned = page.transposed();
        Mask level = new Mask(onLongPath(page, side), page.width(), page.height());
        Mask upright = new Mask(onLongPath(turned, side), turned.width(), turned.height());
        Mask levelAcross = level.transposed();
        Mask uprightAcross = upright.transposed();
        boolean[] first = removable(page, printed(level, uprightAcross, length, side));
        Mask second = new Mask(
                        removable(turned, printed(upright, levelAcross, length, side)), turned.width(), turned.height())
                .transposed();
        boolean[] kept = new boolean[page.ink().length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = page.ink()[i] && !first[i] && !second.ink()[i];
        }
        return new Mask(kept, page.width(), page.height());
    }

    /** Without the short ones that end in no corner: those are strokes. */
    private static boolean[] printed(Mask lines, Mask across, int length, int side) {
        Blots all = Blots.of(lines, side / 2);
        boolean[] printed = new boolean[all.list().size() + 1];
        for (int i = 0; i < all.list().size(); i++) {
            Blot line = all.list().get(i);
            printed[i + 1] = line.width() >= length
                    || (isNear(across, line.left(), line, side / 6) && isNear(across, line.right(), line, side / 6));
        }
        boolean[] kept = new boolean[lines.ink().length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = printed[all.labels()[i]];
        }
        return kept;
    }

    /** Whether a line across passes an end of a line. */
    private static boolean isNear(Mask across, int x, Blot line, int distance) {
        for (int y = line.top() - distance; y < line.bottom() + distance; y++) {
            for (int column = x - distance; column < x + distance; column++) {
                if (across.at(column, y)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The points of level lines that belong to nothing else. */
    private static boolean[] removable(Mask page, boolean[] line) {
        boolean[] removable = new boolean[line.length];
        int thickness = thickness(page, line);
        if (thickness == 0) {
            return removable;
        }
        for (int x = 0; x < page.width(); x++) {
            for (int y = 0; y < page.height(); y++) {
                if (!page.at(x, y)) {
                    continue;
                }
                int top = y;
                boolean touched = false;
                while (page.at(x, y)) {
                    touched |= line[y * page.width() + x];
                    y++;
                }
                if (touched && y - top <= thickness + ROUGH) {
                    for (int row = top; row < y; row++) {
                        removable[row * page.width() + x] = true;
                    }
                }
            }
        }
        return removable;
    }

    /** How thick most of the lines are where nothing crosses them; 0 when there are none. */
    private static int thickness(Mask page, boolean[] line) {
        int[] counts = new int[THICKEST + 1];
        int all = 0;
        for (int x = 0; x < page.width(); x++) {
            for (int y = 0; y < page.height(); y++) {
                int top = y;
                boolean touched = false;
                while (page.at(x, y)) {
                    touched |= line[y * page.width() + x];
                    y++;
                }
                if (touched && y - top <= THICKEST) {
                    counts[y - top]++;
                    all++;
                }
            }
        }
        int seen = 0;
        for (int thick = 1; thick <= THICKEST; thick++) {
            seen += counts[thick];
            if (2 * seen >= all && seen > 0) {
                return thick;
            }
        }
        return 0;
    }

    /** The points of paths that are long enough. */
    private static boolean[] onLongPath(Mask page, int length) {
        int width = page.width();
        int height = page.height();
        boolean[] ink = closed(page);
        short[] before = new short[ink.length];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                int at = y * width + x;
                if (ink[at]) {
                    before[at] = next(x == 0 ? 0 : longest(before, x - 1, y, width, height, x % STRAIGHT == 0));
                }
            }
        }
        boolean[] line = new boolean[ink.length];
        short[] after = new short[height];
        for (int x = width - 1; x >= 0; x--) {
            short[] here = new short[height];
            for (int y = 0; y < height; y++) {
                if (ink[y * width + x]) {
                    int most = after[y];
                    if ((x + 1) % STRAIGHT == 0) {
                        most = Math.max(most, y > 0 ? after[y - 1] : 0);
                        most = Math.max(most, y < height - 1 ? after[y + 1] : 0);
                    }
                    here[y] = next(most);
                    line[y * width + x] = before[y * width + x] + here[y] - 1 >= length;
                }
            }
            after = here;
        }
        return line;
    }

    private static int longest(short[] before, int x, int y, int width, int height, boolean bends) {
        int most = before[y * width + x];
        if (bends) {
            most = Math.max(most, y > 0 ? before[(y - 1) * width + x] : 0);
            most = Math.max(most, y < height - 1 ? before[(y + 1) * width + x] : 0);
        }
        return most;
    }

    private static short next(int length) {
        return (short) Math.min(Short.MAX_VALUE, length + 1);
    }

    /** With small gaps along the lines filled, and a point thicker: a thin line that slopes a little has steps. */
    private static boolean[] closed(Mask page) {
        int width = page.width();
        boolean[] closed = page.ink().clone();
        for (int y = 0; y < page.height(); y++) {
            int last = -2 * GAP - 2;
            for (int x = 0; x < width; x++) {
                if (!page.at(x, y)) {
                    continue;
                }
                for (int gap = last + 1; gap < x && x - last <= 2 * GAP + 1; gap++) {
                    closed[y * width + gap] = true;
                }
                last = x;
            }
        }
        boolean[] thicker = closed.clone();
        for (int i = width; i < closed.length - width; i++) {
            thicker[i] |= closed[i - width] || closed[i + width];
        }
        return thicker;
    }
}
