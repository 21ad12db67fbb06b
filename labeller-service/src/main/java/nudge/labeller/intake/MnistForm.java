package nudge.labeller.intake;

import nudge.labeller.image.Pixels;

/**
 * The form that MNIST's digits have (LeCun, Cortes, Burges, "The MNIST database"): scaled with their proportions to fit a box
 * of 20 x 20, anti-aliased by averaging areas, and placed so that the centre of mass is the centre of 28 x 28, as near as the
 * box stays inside. The page's {@code mnist-form.js} does the same to drawings, with the same operations in the same order, so
 * that both give the same bytes.
 */
public final class MnistForm {
    private static final int BOX = 20;
    private static final int PAPER = 24; // below this a pixel is paper

    private MnistForm() {}

    /**
     * Brings a digit into that form.
     *
     * @param ink {@code [height][width]} row by row, 0 = paper, 255 = the darkest ink
     * @return 784 bytes
     * @throws UnreadableException when there is no ink
     */
    public static byte[] of(byte[] ink, int width, int height) throws UnreadableException {
        return of(new Ink(ink, width, height));
    }

    /** @throws UnreadableException when there is no ink */
    static byte[] of(Ink ink) throws UnreadableException {
        Box bounds = bounds(ink);
        double scale = BOX / (double) Math.max(bounds.width, bounds.height);
        int columns = (int) Math.max(1, Math.round(bounds.width * scale));
        int rows = (int) Math.max(1, Math.round(bounds.height * scale));
        double[] digit = shrink(ink, bounds, columns, rows);
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < digit.length; i++) {
            mass += digit[i];
            x += digit[i] * (i % columns + 0.5);
            y += digit[i] * (i / columns + 0.5);
        }
        int left = inside(Pixels.SIDE / 2.0 - x / mass, Pixels.SIDE - columns);
        int top = inside(Pixels.SIDE / 2.0 - y / mass, Pixels.SIDE - rows);
        byte[] pixels = new byte[Pixels.COUNT];
        for (int i = 0; i < digit.length; i++) {
            pixels[(top + i / columns) * Pixels.SIDE + left + i % columns] = (byte) Math.round(digit[i]);
        }
        return pixels;
    }

    private record Box(int left, int top, int width, int height) {}

    private static Box bounds(Ink ink) throws UnreadableException {
        int left = ink.width();
        int top = ink.height();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                if (ink.at(x, y) >= PAPER) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        if (right < 0) {
            throw new UnreadableException("expected a digit, got blank paper");
        }
        return new Box(left, top, right - left + 1, bottom - top + 1);
    }

    /** {@code [rows][columns]}: each the mean of the area that it covers, parts of pixels counting in part. */
    private static double[] shrink(Ink ink, Box bounds, int columns, int rows) {
        double[] shrunk = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            double top = bounds.top + row * (double) bounds.height / rows;
            double bottom = bounds.top + (row + 1) * (double) bounds.height / rows;
            for (int column = 0; column < columns; column++) {
                double left = bounds.left + column * (double) bounds.width / columns;
                double right = bounds.left + (column + 1) * (double) bounds.width / columns;
                shrunk[row * columns + column] = sum(ink, left, top, right, bottom) / ((right - left) * (bottom - top));
            }
        }
        return shrunk;
    }

    private static double sum(Ink ink, double left, double top, double right, double bottom) {
        double sum = 0;
        for (int y = (int) top; y < Math.min(ink.height(), Math.ceil(bottom)); y++) {
            double partY = Math.min(bottom, y + 1) - Math.max(top, y);
            for (int x = (int) left; x < Math.min(ink.width(), Math.ceil(right)); x++) {
                sum += partY * (Math.min(right, x + 1) - Math.max(left, x)) * ink.at(x, y);
            }
        }
        return sum;
    }

    private static int inside(double wanted, int most) {
        return (int) Math.min(most, Math.max(0, Math.round(wanted)));
    }
}
