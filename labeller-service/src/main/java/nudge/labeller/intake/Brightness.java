package nudge.labeller.intake;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * How bright the pixels of a picture are, row by row, as their numbers say it: no gamma and no colour profile of a grey picture
 * is applied, as MNIST's bytes have none.
 *
 * @param values {@code [height][width]}, 0 = black, 255 = white
 * @param alpha {@code [height][width]}, 0 = transparent, 255 = opaque; null when everything is opaque
 * @param neutral whether it has no colours
 */
record Brightness(byte[] values, byte @Nullable [] alpha, boolean neutral, int width, int height) {
    /** By so much the parts of a grey may differ: JPEG's rounding. */
    private static final int TINT = 8;

    static Brightness of(BufferedImage picture) {
        ColorModel colours = picture.getColorModel();
        int bits = colours.getComponentSize(0);
        boolean rgb = colours.getColorSpace().isCS_sRGB();
        boolean numbers = !(colours instanceof IndexColorModel) && !colours.isAlphaPremultiplied();
        // A grey is read as it is: Java takes it for linear light, and would brighten it.
        boolean grey = colours.getNumColorComponents() == 1;
        return numbers && (grey || rgb && bits == 16)
                ? ofNumbers(picture.getRaster(), colours, grey)
                : ofRgb(picture, colours.hasAlpha());
    }

    private static Brightness ofNumbers(Raster raster, ColorModel colours, boolean grey) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int parts = colours.getNumColorComponents();
        int bits = colours.getComponentSize(0);
        int shift = bits < 16 ? 0 : shift(raster, 0, parts);
        int scale = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
        byte[] values = new byte[width * height];
        byte[] alpha = colours.hasAlpha() ? new byte[values.length] : null;
        int alphaShift = alpha == null || bits < 16 ? 0 : shift(raster, parts, parts + 1);
        boolean neutral = true;
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                int first = Math.min(255, (raster.getSample(x, y, 0) >> shift) * scale);
                if (grey) {
                    values[i] = (byte) first;
                } else {
                    int second = Math.min(255, raster.getSample(x, y, 1) >> shift);
                    int third = Math.min(255, raster.getSample(x, y, 2) >> shift);
                    neutral &= isNeutral(first, second, third);
                    values[i] = luma(first, second, third);
                }
                if (alpha != null) {
                    alpha[i] = (byte) Math.min(255, (raster.getSample(x, y, parts) >> alphaShift) * scale);
                }
            }
        }
        return new Brightness(values, alpha, neutral, width, height);
    }

    /**
     * By how many bits 16 of them are too many for a byte. Microscopes and programs that only widen the type leave the upper
     * ones empty: 8, 10 and 12 bits are told by the largest number.
     */
    private static int shift(Raster raster, int fromBand, int toBand) {
        int most = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int band = fromBand; band < toBand; band++) {
                    most = Math.max(most, raster.getSample(x, y, band));
                }
            }
        }
        return most < 1 << 8 ? 0 : most < 1 << 10 ? 2 : most < 1 << 12 ? 4 : 8;
    }

    private static Brightness ofRgb(BufferedImage picture, boolean hasAlpha) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] values = new byte[width * height];
        byte[] alpha = hasAlpha ? new byte[values.length] : null;
        boolean neutral = true;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int red = row[x] >> 16 & 0xff;
                int green = row[x] >> 8 & 0xff;
                int blue = row[x] & 0xff;
                neutral &= row[x] >>> 24 == 0 || isNeutral(red, green, blue);
                values[y * width + x] = luma(red, green, blue);
                if (alpha != null) {
                    alpha[y * width + x] = (byte) (row[x] >>> 24);
                }
            }
        }
        return new Brightness(values, alpha, neutral, width, height);
    }

    /** Of a JPEG with the four components CMYK, or YCCK as Adobe's programs write it. */
    static Brightness ofCmyk(Raster raster, JpegHeader header) {
        byte[] values = new byte[raster.getWidth() * raster.getHeight()];
        boolean neutral = true;
        int[] parts = new int[4];
        for (int i = 0; i < values.length; i++) {
            raster.getPixel(i % raster.getWidth(), i / raster.getWidth(), parts);
            if (header.transformed()) {
                double blueness = parts[1] - 128;
                double redness = parts[2] - 128;
                int luma = parts[0];
                parts[0] = 255 - byteOf(luma + 1.402 * redness);
                parts[1] = 255 - byteOf(luma - 0.344136 * blueness - 0.714136 * redness);
                parts[2] = 255 - byteOf(luma + 1.772 * blueness);
            }
            for (int part = 0; part < 4 && !header.adobe(); part++) {
                parts[part] = 255 - parts[part];
            }
            int red = parts[0] * parts[3] / 255;
            int green = parts[1] * parts[3] / 255;
            int blue = parts[2] * parts[3] / 255;
            neutral &= isNeutral(red, green, blue);
            values[i] = luma(red, green, blue);
        }
        return new Brightness(values, null, neutral, raster.getWidth(), raster.getHeight());
    }

    private static int byteOf(double value) {
        return (int) Math.min(255, Math.max(0, Math.round(value)));
    }

    /** ITU-R BT.601. A grey stays what it is. */
    private static byte luma(int red, int green, int blue) {
        return (byte) ((299 * red + 587 * green + 114 * blue) / 1000);
    }

    private static boolean isNeutral(int red, int green, int blue) {
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) <= TINT;
    }

    /**
     * The picture laid on paper where it is transparent: on black where everything else is light ink or dark paper,
     * otherwise on white.
     */
    byte[] onPaper() {
        if (alpha == null) {
            return values;
        }
        int paper = isLightOnDark() ? 0 : 255;
        byte[] laid = new byte[values.length];
        for (int i = 0; i < laid.length; i++) {
            int opacity = alpha[i] & 0xff;
            laid[i] = (byte) (((values[i] & 0xff) * opacity + paper * (255 - opacity)) / 255);
        }
        return laid;
    }

    /**
     * An opaque edge is the paper itself. Otherwise ink is light when much of it is, and when what is dark is its soft rim alone:
     * dark ink on a light card with a transparent margin has a light rim.
     */
    private boolean isLightOnDark() {
        int edge = 0;
        int[] edgeOf = new int[2];
        int[] rimOf = new int[2];
        int[] insideOf = new int[2];
        for (int i = 0; i < values.length; i++) {
            boolean onEdge = i < width || i >= values.length - width || i % width == 0 || i % width == width - 1;
            edge += onEdge ? 1 : 0;
            if (alpha != null && (alpha[i] & 0xff) < 128) {
                continue;
            }
            int dark = (values[i] & 0xff) < 128 ? 1 : 0;
            edgeOf[dark] += onEdge ? 1 : 0;
            (isNextToTransparent(i) ? rimOf : insideOf)[dark]++;
        }
        if (2 * (edgeOf[0] + edgeOf[1]) > edge) {
            return edgeOf[1] > edgeOf[0];
        }
        int light = rimOf[0] + insideOf[0];
        int dark = rimOf[1] + insideOf[1];
        boolean softRim = 4 * rimOf[1] >= rimOf[0] + rimOf[1];
        return light > 0 && 3L * light >= dark && (softRim || 25L * insideOf[1] <= light + dark);
    }

    /** The soft edge of light ink may be dark: that is no ink. */
    private boolean isNextToTransparent(int i) {
        int column = i % width;
        for (int dy = -width; dy <= width; dy += width) {
            for (int dx = -1; dx <= 1; dx++) {
                int next = i + dy + dx;
                boolean inside = next >= 0 && next < values.length && column + dx >= 0 && column + dx < width;
                if (inside && alpha != null && (alpha[next] & 0xff) < 128) {
                    return true;
                }
            }
        }
        return false;
    }
}
