package nudge.benchmarks.sheets;

/** Enlarges images smoothly (Keys, "Cubic convolution interpolation for digital image processing", 1981). */
final class Bicubic {
    private Bicubic() {}

    /**
     * A value between pixels, 0 to 1 and a little beyond.
     *
     * @param pixels {@code [..][side][side]}, the image beginning at {@code from}; around it all is 0
     */
    static double at(byte[] pixels, int from, int side, double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double sum = 0;
        for (int dy = -1; dy <= 2; dy++) {
            for (int dx = -1; dx <= 2; dx++) {
                int u = column + dx;
                int v = row + dy;
                if (u >= 0 && v >= 0 && u < side && v < side) {
                    sum += weight(x - u) * weight(y - v) * (pixels[from + v * side + u] & 0xff);
                }
            }
        }
        return sum / 255;
    }

    private static double weight(double distance) {
        double d = Math.abs(distance);
        if (d < 1) {
            return 1.5 * d * d * d - 2.5 * d * d + 1;
        }
        return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
    }
}
