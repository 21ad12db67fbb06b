package nudge.labeller.intake;

import java.util.Arrays;

/**
 * A picture as ink on paper: {@code [height][width]} values row by row, 0 = paper, 255 = the darkest ink.
 *
 * @param values nobody changes them
 */
record Ink(byte[] values, int width, int height) {
    /** A picture whose ink and paper differ by less is of one colour. */
    private static final int LEAST_CONTRAST = 32;
    /** A blot of fewer pixels than this share of the largest one is dust. */
    private static final double DUST = 0.04;

    int at(int x, int y) {
        return values[y * width + x] & 0xff;
    }

    /**
     * Tells ink from paper. What most of the picture's edge shows is the paper, whether it is light or dark; what shows
     * through it faintly, and dust, is taken away, and the ink stretched to the full range.
     *
     * @param grey {@code [height][width]} brightness, 0 = black
     * @throws UnreadableException when nothing stands out
     */
    static Ink of(byte[] grey, int width, int height) throws UnreadableException {
        int paper = edgeMedian(grey, width, height);
        boolean darkInk = paper >= 128;
        int[] counts = new int[256];
        byte[] ink = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            int brightness = grey[i] & 0xff;
            int value = Math.max(0, darkInk ? paper - brightness : brightness - paper);
            ink[i] = (byte) value;
            counts[value]++;
        }
        int threshold = otsu(counts, grey.length);
        int most = medianAbove(counts, threshold);
        if (most < LEAST_CONTRAST) {
            throw new UnreadableException(
                    "expected a digit that stands out from its paper, got a picture of nearly one" + " colour");
        }
        boolean[] kept = withoutDust(ink, width, threshold);
        int floor = threshold / 2;
        for (int i = 0; i < ink.length; i++) {
            int value = ink[i] & 0xff;
            boolean near = kept[i] || (value <= threshold && nextToKept(kept, i, width));
            int stretched = near ? Math.min(255, Math.max(0, value - floor) * 255 / (most - floor)) : 0;
            ink[i] = (byte) stretched;
        }
        return new Ink(ink, width, height);
    }

    private static int edgeMedian(byte[] grey, int width, int height) {
        int[] counts = new int[256];
        for (int x = 0; x < width; x++) {
            counts[grey[x] & 0xff]++;
            counts[grey[(height - 1) * width + x] & 0xff]++;
        }
        for (int y = 0; y < height; y++) {
            counts[grey[y * width] & 0xff]++;
            counts[grey[y * width + width - 1] & 0xff]++;
        }
        return median(counts, 0);
    }

    private static int medianAbove(int[] counts, int threshold) {
        return median(counts, threshold + 1);
    }

    /** The median of the values from {@code least} on; 0 when there are none. */
    private static int median(int[] counts, int least) {
        long all = 0;
        for (int value = least; value < 256; value++) {
            all += counts[value];
        }
        long seen = 0;
        for (int value = least; value < 256; value++) {
            seen += counts[value];
            if (2 * seen >= all && seen > 0) {
                return value;
            }
        }
        return 0;
    }

    /** The threshold that parts the values into the two most different classes (Otsu, 1979): the upper is above it. */
    private static int otsu(int[] counts, int all) {
        double total = 0;
        for (int value = 0; value < 256; value++) {
            total += (double) value * counts[value];
        }
        int best = 0;
        double bestVariance = -1;
        double below = 0;
        long belowCount = 0;
        for (int value = 0; value < 255; value++) {
            belowCount += counts[value];
            below += (double) value * counts[value];
            long aboveCount = all - belowCount;
            if (belowCount > 0 && aboveCount > 0) {
                double difference = below / belowCount - (total - below) / aboveCount;
                double variance = difference * difference * belowCount * aboveCount;
                if (variance > bestVariance) {
                    bestVariance = variance;
                    best = value;
                }
            }
        }
        return best;
    }

    /** The pixels above the threshold that belong to a blot of some size; eight neighbours hang together. */
    private static boolean[] withoutDust(byte[] ink, int width, int threshold) {
        int[] blot = new int[ink.length];
        int[] sizes = new int[16];
        int blots = 0;
        int[] stack = new int[64];
        for (int start = 0; start < ink.length; start++) {
            if (blot[start] != 0 || (ink[start] & 0xff) <= threshold) {
                continue;
            }
            blots++;
            sizes = blots < sizes.length ? sizes : Arrays.copyOf(sizes, 2 * sizes.length);
            int depth = 0;
            stack[depth++] = start;
            blot[start] = blots;
            while (depth > 0) {
                int at = stack[--depth];
                sizes[blots]++;
                stack = depth + 8 <= stack.length ? stack : Arrays.copyOf(stack, 2 * stack.length);
                depth = pushNeighbours(ink, width, threshold, at, blot, stack, depth);
            }
        }
        int largest = Arrays.stream(sizes).max().orElse(0);
        boolean[] kept = new boolean[ink.length];
        for (int i = 0; i < ink.length; i++) {
            kept[i] = blot[i] != 0 && sizes[blot[i]] >= DUST * largest;
        }
        return kept;
    }

    private static int pushNeighbours(
            byte[] ink, int width, int threshold, int at, int[] blot, int[] stack, int depth) {
        int pushed = depth;
        int column = at % width;
        for (int dy = -width; dy <= width; dy += width) {
            for (int dx = -1; dx <= 1; dx++) {
                int next = at + dy + dx;
                boolean inside = next >= 0 && next < ink.length && column + dx >= 0 && column + dx < width;
                if (inside && blot[next] == 0 && (ink[next] & 0xff) > threshold) {
                    blot[next] = blot[at];
                    stack[pushed++] = next;
                }
            }
        }
        return pushed;
    }

    /** Whether it lies on the soft edge of a stroke. */
    private static boolean nextToKept(boolean[] kept, int i, int width) {
        int column = i % width;
        for (int dy = -width; dy <= width; dy += width) {
            for (int dx = -1; dx <= 1; dx++) {
                int next = i + dy + dx;
                boolean inside = next >= 0 && next < kept.length && column + dx >= 0 && column + dx < width;
                if (inside && kept[next]) {
                    return true;
                }
            }
        }
        return false;
    }
}
