package nudge.labeller.sheet;

/**
 * How far the rows of a page fall to the right: the angle at which the ink, summed along the rows, lies closest together in few of
 * them (after Postl, "Detection of linear oblique structures and skew scan in digitized documents", 1986).
 */
final class Skew {
    /** Degrees either way. */
    private static final double MOST = 12;

    /** So many bands lie across the page, each a part of a digit high. */
    private static final int BANDS = 120;

    private static final int POINTS = 60_000;

    private Skew() {}

    /** In degrees; 0 where no direction stands out. */
    static double of(Mask page) {
        int ink = 0;
        for (boolean each : page.ink()) {
            ink += each ? 1 : 0;
        }
        int every = ink / POINTS + 1;
        int[] xs = new int[ink / every + 1];
        int[] ys = new int[xs.length];
        int points = 0;
        int seen = 0;
        for (int i = 0; i < page.ink().length; i++) {
            // A step that shares nothing with the width, else only some columns are seen.
            if (page.ink()[i] && seen++ % every == 0) {
                xs[points] = i % page.width();
                ys[points++] = i / page.width();
            }
        }
        int side = Math.max(page.width(), page.height());
        double coarse = new Profile(xs, ys, points, 2 * side, Math.max(2, side / BANDS)).best(0, MOST, 0.5);
        return new Profile(xs, ys, points, 2 * side, Math.max(2, side / BANDS / 2)).best(coarse, 0.7, 0.05);
    }

    private record Profile(int[] xs, int[] ys, int points, int length, int band) {
        double best(double middle, double range, double step) {
            double best = 0;
            double most = -1;
            int steps = (int) Math.round(range / step);
            for (int i = -steps; i <= steps; i++) {
                double closeness = closeness(middle + i * step);
                if (closeness > most) {
                    most = closeness;
                    best = middle + i * step;
                }
            }
            return best;
        }

        private double closeness(double degrees) {
            double cosine = Math.cos(Math.toRadians(degrees));
            double sine = Math.sin(Math.toRadians(degrees));
            int[] counts = new int[length + 2];
            double lowest = Math.min(0, -sine * length);
            for (int i = 0; i < points; i++) {
                counts[Math.min(length, Math.max(0, (int) ((cosine * ys[i] - sine * xs[i] - lowest) / band)))]++;
            }
            double sum = 0;
            for (int count : counts) {
                sum += (double) count * count;
            }
            return sum;
        }
    }
}
