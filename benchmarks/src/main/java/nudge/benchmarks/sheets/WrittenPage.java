package nudge.benchmarks.sheets;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nudge.mnist.Mnist;

/**
 * A page as it lies there: what is printed on it, and MNIST's digits written over that.
 *
 * @param margin blank, or printed, all around what is written
 */
record WrittenPage(BufferedImage picture, int margin, List<List<WrittenDigit>> rows) {
    /**
     * A digit on the page.
     *
     * @param xs columns of its ink, and {@code ys} their rows
     */
    record WrittenDigit(int digit, int[] xs, int[] ys) {}

    static WrittenPage write(Recipe recipe, Mnist digits) {
        return new Writer(recipe, digits).write();
    }

    private static final class Writer {
        private final Recipe recipe;
        private final Mnist digits;
        private final Random random;
        private final double size;
        private final double rowPitch;
        private final double columnPitch;
        private final int margin;
        private final BufferedImage picture;
        private final double[] grain;

        Writer(Recipe recipe, Mnist digits) {
            this.recipe = recipe;
            this.digits = digits;
            random = new Random(recipe.seed());
            size = recipe.digit();
            rowPitch = size * (recipe.paper() == Paper.BOXES ? 1.85 : recipe.paper() == Paper.COMB ? 1.9 : 1.8);
            columnPitch = size * (recipe.paper() == Paper.BOXES ? 1.75 : recipe.paper() == Paper.COMB ? 1.4 : 1.45);
            double width = recipe.columns() * columnPitch;
            double height = recipe.rows() * rowPitch;
            margin = (int) (1.5 * size + (recipe.camera().desk() ? 0 : 0.14 * Math.max(width, height)));
            picture =
                    new BufferedImage((int) width + 2 * margin, (int) height + 2 * margin, BufferedImage.TYPE_INT_RGB);
            grain = new double[picture.getWidth() * picture.getHeight()];
            for (int i = 0; i < grain.length; i++) {
                grain[i] = random.nextDouble();
            }
        }

        WrittenPage write() {
            print();
            List<List<WrittenDigit>> rows = new ArrayList<>();
            for (int row = 0; row < recipe.rows(); row++) {
                rows.add(recipe.paper().hasCells() ? cells(row) : line(row));
            }
            return new WrittenPage(picture, margin, rows);
        }

        private void print() {
            Graphics2D pen = picture.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            pen.setColor(recipe.color());
            int width = picture.getWidth();
            int height = picture.getHeight();
            pen.fillRect(0, 0, width, height);
            Color blue = mixed(new Color(120, 150, 200));
            switch (recipe.paper()) {
                case PLAIN -> {}
                case RULED, RULED_WITH_MARGIN -> {
                    pen.setStroke(new BasicStroke(2));
                    pen.setColor(blue);
                    for (double y = margin % rowPitch; y < height; y += rowPitch) {
                        pen.draw(new Line2D.Double(0, y, width, y));
                    }
                    if (recipe.paper() == Paper.RULED_WITH_MARGIN) {
                        pen.setColor(mixed(new Color(205, 90, 90)));
                        pen.draw(new Line2D.Double(margin - size / 3, 0, margin - size / 3, height));
                    }
                }
                case GRID -> {
                    pen.setStroke(new BasicStroke(1.6f));
                    pen.setColor(blue);
                    for (double x = margin % (0.8 * size); x < width; x += 0.8 * size) {
                        pen.draw(new Line2D.Double(x, 0, x, height));
                    }
                    for (double y = margin % (0.8 * size); y < height; y += 0.8 * size) {
                        pen.draw(new Line2D.Double(0, y, width, y));
                    }
                }
                case BOXES, COMB -> {
                    pen.setStroke(new BasicStroke(2.2f));
                    pen.setColor(new Color(70, 70, 75));
                    for (int row = 0; row < recipe.rows(); row++) {
                        for (int column = 0; column < recipe.columns(); column++) {
                            pen.draw(cell(row, column));
                        }
                    }
                }
            }
            pen.dispose();
        }

        /** As it looks on this paper. */
        private Color mixed(Color ink) {
            Color paper = recipe.color();
            return new Color(
                    ink.getRed() * paper.getRed() / 255,
                    ink.getGreen() * paper.getGreen() / 255,
                    ink.getBlue() * paper.getBlue() / 255);
        }

        private Rectangle2D cell(int row, int column) {
            double gap = recipe.paper() == Paper.BOXES ? 0.25 * size : 0;
            return new Rectangle2D.Double(
                    margin + column * columnPitch,
                    margin + row * rowPitch,
                    columnPitch - gap,
                    (recipe.paper() == Paper.BOXES ? 1.55 : 1.5) * size);
        }

        private List<WrittenDigit> cells(int row) {
            List<WrittenDigit> written = new ArrayList<>();
            for (int column = 0; column < recipe.columns(); column++) {
                Rectangle2D cell = cell(row, column);
                Shape shape = new Shape();
                double x = cell.getCenterX() + 0.09 * size * random.nextGaussian();
                double y = cell.getCenterY() + 0.12 * size * random.nextGaussian();
                written.add(shape.put(x - shape.inkCentre(), y));
            }
            return written;
        }

        /** Free hand: the row rises or falls a little, the gaps differ, and it ends where its writer wanted. */
        private List<WrittenDigit> line(int row) {
            List<WrittenDigit> written = new ArrayList<>();
            double baseline = margin + (row + 1) * rowPitch - 0.06 * size;
            double slope = 0.008 * random.nextGaussian();
            double x = margin + 0.4 * size * random.nextDouble();
            double end = margin + recipe.columns() * columnPitch * (0.75 + 0.25 * random.nextDouble());
            while (x < end) {
                Shape shape = new Shape();
                double y = baseline + slope * (x - margin) + 0.05 * size * random.nextGaussian() - shape.inkBottom();
                written.add(shape.put(x - shape.inkLeft(), y));
                boolean touches = random.nextDouble() < recipe.touching();
                x += shape.inkWidth() + (touches ? -0.05 * size : size * (0.22 + 0.4 * random.nextDouble()));
            }
            return written;
        }

        /** A digit of MNIST, enlarged and turned a little. */
        private final class Shape {
            private final int index = random.nextInt(digits.size());
            private final double scale = size / 20 * (0.85 + 0.3 * random.nextDouble());
            private final double turn = Math.toRadians(4 * random.nextGaussian());
            private final int half = (int) Math.ceil(15 * scale);
            private final double[] coverage = new double[4 * half * half];
            private int left = 2 * half;
            private int right;
            private int bottom;

            Shape() {
                double threshold = 0.85 - 0.7 * recipe.pen().thickness();
                for (int i = 0; i < coverage.length; i++) {
                    double x = (i % (2 * half) - half) / scale;
                    double y = (i / (2 * half) - half) / scale;
                    double u = Math.cos(turn) * x + Math.sin(turn) * y + 13.5;
                    double v = -Math.sin(turn) * x + Math.cos(turn) * y + 13.5;
                    double over = (Bicubic.at(digits.pixels(), index * Mnist.PIXELS, 28, u, v) - threshold) / 0.3 + 0.5;
                    coverage[i] = Math.min(1, Math.max(0, over));
                    if (coverage[i] > 0.5) {
                        left = Math.min(left, i % (2 * half));
                        right = Math.max(right, i % (2 * half));
                        bottom = i / (2 * half);
                    }
                }
            }

            double inkLeft() {
                return left - half;
            }

            double inkCentre() {
                return (left + right) / 2.0 - half;
            }

            double inkWidth() {
                return right - left;
            }

            double inkBottom() {
                return bottom - half;
            }

            WrittenDigit put(double x, double y) {
                int[] xs = new int[coverage.length];
                int[] ys = new int[coverage.length];
                int count = 0;
                for (int i = 0; i < coverage.length; i++) {
                    int column = (int) x + i % (2 * half) - half;
                    int row = (int) y + i / (2 * half) - half;
                    if (coverage[i] <= 0
                            || column < 0
                            || row < 0
                            || column >= picture.getWidth()
                            || row >= picture.getHeight()) {
                        continue;
                    }
                    double rough = 1 - recipe.pen().grain() * grain[row * picture.getWidth() + column];
                    picture.setRGB(column, row, blended(picture.getRGB(column, row), coverage[i] * rough));
                    if (coverage[i] > 0.5) {
                        xs[count] = column;
                        ys[count++] = row;
                    }
                }
                return new WrittenDigit(
                        digits.digit(index), java.util.Arrays.copyOf(xs, count), java.util.Arrays.copyOf(ys, count));
            }

            private int blended(int below, double cover) {
                double share = cover * recipe.pen().opacity();
                int blended = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    int paper = below >> shift & 0xff;
                    int ink = recipe.pen().color().getRGB() >> shift & 0xff;
                    // Ink never brightens what it covers.
                    blended |= (int) Math.round(paper + share * (Math.min(ink, paper) - paper)) << shift;
                }
                return blended;
            }
        }
    }
}
