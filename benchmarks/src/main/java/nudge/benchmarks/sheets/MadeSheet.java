package nudge.benchmarks.sheets;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import nudge.benchmarks.sheets.WrittenPage.WrittenDigit;
import nudge.mnist.Mnist;

/**
 * A picture of a page, and what is on it.
 *
 * @param file PNG or JPEG
 * @param rows the digits in the order in which they are read, with the bounds of their ink in the picture
 */
record MadeSheet(byte[] file, List<List<Digit>> rows) {
    record Digit(int digit, Rectangle bounds) {}

    static MadeSheet make(Recipe recipe, Mnist digits) {
        WrittenPage page = WrittenPage.write(recipe, digits);
        return new Photographer(recipe, page).photo();
    }

    private static final class Photographer {
        private final Recipe recipe;
        private final Camera camera;
        private final WrittenPage page;
        private final Random random;
        /** The pixels of the page, read at once: one by one they take much longer. */
        private final int[] written;

        private final int width;
        private final int height;

        Photographer(Recipe recipe, WrittenPage page) {
            this.recipe = recipe;
            this.camera = recipe.camera();
            this.page = page;
            random = new Random(recipe.seed() * 31 + 7);
            int pageWidth = page.picture().getWidth();
            int pageHeight = page.picture().getHeight();
            written = page.picture().getRGB(0, 0, pageWidth, pageHeight, null, 0, pageWidth);
            int cut = (int) (page.margin() - 1.2 * recipe.digit());
            width = camera.desk() ? (int) (1.25 * pageWidth) : pageWidth - 2 * cut + (int) (0.1 * pageHeight);
            height = camera.desk() ? (int) (1.25 * pageHeight) : pageHeight - 2 * cut + (int) (0.1 * pageWidth);
        }

        MadeSheet photo() {
            Homography seen = seen(false);
            float[][] channels = sampled(seen(true));
            float[] light = light();
            BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            int[] rgb = new int[width * height];
            for (int channel = 0; channel < 3; channel++) {
                float[] blurred = blurred(channels[channel], camera.blur());
                for (int i = 0; i < rgb.length; i++) {
                    double level = blurred[i] * light[i];
                    // A sensor is noisier where there is more light; in the dark the gain brings the noise back.
                    level += camera.noise() * random.nextGaussian() * (0.6 + 0.4 * level / 255);
                    rgb[i] |= (int) Math.min(255, Math.max(0, Math.round(level))) << (16 - 8 * channel);
                }
            }
            picture.setRGB(0, 0, width, height, rgb, 0, width);
            List<List<Digit>> rows = new ArrayList<>();
            for (List<WrittenDigit> row : page.rows()) {
                rows.add(row.stream()
                        .map(digit -> new Digit(digit.digit(), bounds(digit, seen)))
                        .toList());
            }
            return new MadeSheet(encoded(picture, camera.quality()), rows);
        }

        /** From the page to the picture, or back. */
        private Homography seen(boolean back) {
            double pageWidth = page.picture().getWidth();
            double pageHeight = page.picture().getHeight();
            Random corners = new Random(recipe.seed() * 17 + 3);
            double turn = Math.toRadians(camera.skew());
            double[][] points = new double[4][];
            for (int i = 0; i < 4; i++) {
                double x = i % 2 * pageWidth;
                double y = i / 2 * pageHeight;
                double fromLeft = x - pageWidth / 2 + camera.perspective() * pageWidth * corners.nextGaussian();
                double fromTop = y - pageHeight / 2 + camera.perspective() * pageHeight * corners.nextGaussian();
                double u = width / 2.0 + Math.cos(turn) * fromLeft - Math.sin(turn) * fromTop;
                double v = height / 2.0 + Math.sin(turn) * fromLeft + Math.cos(turn) * fromTop;
                points[i] = back ? new double[] {u, v, x, y} : new double[] {x, y, u, v};
            }
            return Homography.of(points);
        }

        /** {@code [3][height * width]}: red, green and blue as the lens sees them. */
        private float[][] sampled(Homography page) {
            float[][] channels = new float[3][width * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sample(page.x(x + 0.5, y + 0.5) - 0.5, page.y(x + 0.5, y + 0.5) - 0.5, channels, y * width + x);
                }
            }
            return channels;
        }

        private void sample(double x, double y, float[][] channels, int at) {
            BufferedImage picture = page.picture();
            if (camera.desk() && (x < 0 || y < 0 || x > picture.getWidth() - 1 || y > picture.getHeight() - 1)) {
                // Wood: veins along the desk.
                double vein = Math.sin(y / 9 + 2 * Math.sin(x / 160)) * Math.sin(y / 31 + x / 400);
                channels[0][at] = (float) (112 + 14 * vein);
                channels[1][at] = (float) (78 + 11 * vein);
                channels[2][at] = (float) (52 + 8 * vein);
                return;
            }
            double inX = Math.min(picture.getWidth() - 1.001, Math.max(0, x));
            double inY = Math.min(picture.getHeight() - 1.001, Math.max(0, y));
            int column = (int) inX;
            int row = (int) inY;
            for (int dy = 0; dy <= 1; dy++) {
                for (int dx = 0; dx <= 1; dx++) {
                    double weight = (dx == 1 ? inX - column : 1 - inX + column) * (dy == 1 ? inY - row : 1 - inY + row);
                    int rgb = written[(row + dy) * picture.getWidth() + column + dx];
                    channels[0][at] += (float) (weight * (rgb >> 16 & 0xff));
                    channels[1][at] += (float) (weight * (rgb >> 8 & 0xff));
                    channels[2][at] += (float) (weight * (rgb & 0xff));
                }
            }
        }

        private float[] light() {
            float[] light = new float[width * height];
            double side = Math.max(width, height);
            double angle = 2 * Math.PI * random.nextDouble();
            double handX = width * (0.3 + 0.4 * random.nextDouble());
            double handY = height * (0.7 + 0.3 * random.nextDouble());
            for (int i = 0; i < light.length; i++) {
                double x = i % width;
                double y = i / width;
                double across = (Math.cos(angle) * (x - width / 2.0) + Math.sin(angle) * (y - height / 2.0)) / side;
                double fromMiddle = Math.hypot((x - width / 2.0) / width, (y - height / 2.0) / height) * Math.sqrt(2);
                double hand = Math.hypot((x - handX) / (0.3 * side), (y - handY) / (0.45 * side));
                double even = 0.97 + 0.05 * across;
                light[i] = (float) (even
                        * switch (camera.light()) {
                            case EVEN -> 1.0;
                            case SOFT_SHADOW -> 1 - 0.5 / (1 + Math.exp(-across / 0.05));
                            case HARD_SHADOW -> 1 - 0.48 / (1 + Math.exp((hand - 1) * 120));
                            case VIGNETTE -> 0.75 * (1 - 0.7 * fromMiddle * fromMiddle);
                        });
            }
            return light;
        }

        private float[] blurred(float[] values, double deviation) {
            int radius = (int) Math.ceil(3 * deviation);
            double[] weights = new double[2 * radius + 1];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.exp(-(i - radius) * (i - radius) / (2 * deviation * deviation));
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return along(along(values, weights, 1, width), weights, width, height);
        }

        private float[] along(float[] values, double[] weights, int step, int length) {
            float[] blurred = new float[values.length];
            int radius = weights.length / 2;
            for (int i = 0; i < values.length; i++) {
                int at = i / step % length;
                double sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    int from = Math.min(length - 1, Math.max(0, at + k));
                    sum += weights[k + radius] * values[i + (from - at) * step];
                }
                blurred[i] = (float) sum;
            }
            return blurred;
        }

        private static Rectangle bounds(WrittenDigit digit, Homography seen) {
            double left = Double.MAX_VALUE;
            double top = Double.MAX_VALUE;
            double right = 0;
            double bottom = 0;
            for (int i = 0; i < digit.xs().length; i++) {
                double x = seen.x(digit.xs()[i] + 0.5, digit.ys()[i] + 0.5);
                double y = seen.y(digit.xs()[i] + 0.5, digit.ys()[i] + 0.5);
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
            return new Rectangle(
                    (int) Math.floor(left), (int) Math.floor(top), (int) (right - left) + 1, (int) (bottom - top) + 1);
        }
    }

    private static byte[] encoded(BufferedImage picture, int quality) {
        try {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            if (quality == 0) {
                ImageIO.write(picture, "png", file);
                return file.toByteArray();
            }
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ImageWriteParam as = writer.getDefaultWriteParam();
            as.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            as.setCompressionQuality(quality / 100f);
            try (var out = ImageIO.createImageOutputStream(file)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(picture, null, null), as);
            } finally {
                writer.dispose();
            }
            return file.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
