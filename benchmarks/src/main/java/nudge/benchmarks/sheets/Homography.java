package nudge.benchmarks.sheets;

/** Where a flat page's points are seen: x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1). */
record Homography(double a, double b, double c, double d, double e, double f, double g, double h) {
    /** @param points of four corners: x, y, and where they are seen: x', y' */
    static Homography of(double[][] points) {
        double[][] equations = new double[8][];
        for (int i = 0; i < 4; i++) {
            double x = points[i][0];
            double y = points[i][1];
            double u = points[i][2];
            double v = points[i][3];
            equations[2 * i] = new double[] {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
            equations[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -v * x, -v * y, v};
        }
        double[] s = solved(equations);
        return new Homography(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
    }

    double x(double x, double y) {
        return (a * x + b * y + c) / (g * x + h * y + 1);
    }

    double y(double x, double y) {
        return (d * x + e * y + f) / (g * x + h * y + 1);
    }

    /** Gauss and Jordan, with the largest pivot of each column. */
    private static double[] solved(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            double[] swapped = rows[column];
            rows[column] = rows[pivot];
            rows[pivot] = swapped;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : rows[row][column] / rows[column][column];
                for (int i = column; i <= n; i++) {
                    rows[row][i] -= factor * rows[column][i];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }
}
