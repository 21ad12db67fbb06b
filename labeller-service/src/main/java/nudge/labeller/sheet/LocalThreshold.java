package nudge.labeller.sheet;

/**
 * Tells ink from paper by a threshold of each point's own: that of Sauvola and Pietikäinen ("Adaptive document image
 * binarization", 2000) as Wolf and Jolion changed it for faint ink ("Extraction and recognition of artificial text in
 * multimedia documents", 2003), who measure contrast by the page's own darkest ink and greatest deviation.
 */
final class LocalThreshold {
    private static final double SENSITIVITY = 0.35;
    /** Nothing fainter is ink, however clean the paper. */
    private static final double LEAST = 10;
    /** Of the darkest ink: what is paler is printed in a pale colour, to be written on. */
    private static final double PALE = 0.35;

    private final Darkness page;
    private final int radius;
    private final double darkest;
    private final double deviation;
    private final double visible;

    private LocalThreshold(Darkness page) {
        this.page = page;
        radius = Math.max(12, Math.max(page.width(), page.height()) / 60);
        int[] deviations = new int[256];
        each((at, mean, spread) -> deviations[(int) Math.min(255, spread)]++);
        // Where something is written at all.
        deviation = Math.max(4, quantile(deviations, 0.99));
        visible = Math.max(LEAST, 4 * noise(page));
        int[] dark = new int[256];
        for (byte value : page.values()) {
            dark[value & 0xff] += (value & 0xff) > visible ? 1 : 0;
        }
        darkest = Math.max(visible + 1, quantile(dark, 0.95));
    }

    static LocalThreshold of(Darkness page) {
        return new LocalThreshold(page);
    }

    /** All that is darker than its surroundings, printed lines among it. */
    Mask visible() {
        return darkerThan(visible);
    }

    /** The same without what is printed in pale colours. */
    Mask ink() {
        return darkerThan(Math.max(visible, PALE * darkest));
    }

    private Mask darkerThan(double least) {
        boolean[] ink = new boolean[page.values().length];
        each((at, mean, spread) -> {
            double far = Math.max(0, 1 - spread / deviation);
            double level = mean + SENSITIVITY * far * (darkest - mean);
            int value = page.values()[at] & 0xff;
            ink[at] = value > least && value > level;
        });
        return new Mask(ink, page.width(), page.height());
    }

    private interface Surroundings {
        void of(int at, double mean, double deviation);
    }

    /** Mean and standard deviation of the square around each point, as sums that slide along. */
    private void each(Surroundings to) {
        int width = page.width();
        int height = page.height();
        long[] sums = new long[width];
        long[] squares = new long[width];
        for (int y = -radius; y < height; y++) {
            addRow(y + radius, 1, sums, squares);
            addRow(y - radius - 1, -1, sums, squares);
            if (y < 0) {
                continue;
            }
            int rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
            long sum = 0;
            long square = 0;
            for (int x = -radius; x < width; x++) {
                if (x + radius < width) {
                    sum += sums[x + radius];
                    square += squares[x + radius];
                }
                if (x - radius - 1 >= 0) {
                    sum -= sums[x - radius - 1];
                    square -= squares[x - radius - 1];
                }
                if (x >= 0) {
                    double count = rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
                    double mean = sum / count;
                    to.of(y * width + x, mean, Math.sqrt(Math.max(0, square / count - mean * mean)));
                }
            }
        }
    }

    private void addRow(int y, int sign, long[] sums, long[] squares) {
        if (y < 0 || y >= page.height()) {
            return;
        }
        for (int x = 0; x < page.width(); x++) {
            int value = page.at(x, y);
            sums[x] += sign * value;
            squares[x] += (long) sign * value * value;
        }
    }

    /** Standard deviation of the noise: neighbours on paper differ by nothing else. */
    private static double noise(Darkness page) {
        int[] differences = new int[256];
        for (int y = 0; y < page.height(); y++) {
            for (int x = 3; x < page.width(); x += 2) {
                differences[Math.abs(page.at(x, y) - page.at(x - 3, y))]++;
            }
        }
        // The median of the absolute difference of two normal values is 0.954 deviations of one.
        return quantile(differences, 0.5) / 0.954;
    }

    private static double quantile(int[] counts, double share) {
        long all = 0;
        for (int count : counts) {
            all += count;
        }
        long seen = 0;
        for (int value = 0; value < counts.length; value++) {
            if (seen + counts[value] >= share * all && counts[value] > 0) {
                return value + (share * all - seen) / counts[value] - 0.5;
            }
            seen += counts[value];
        }
        return 0;
    }
}
