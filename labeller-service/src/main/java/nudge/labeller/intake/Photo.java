package nudge.labeller.intake;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import nudge.labeller.image.Pixels;

/** A photo or scan of one digit, as PNG or JPEG. */
final class Photo {
    /** Larger pictures are thinned out on reading: a digit of 20 x 20 needs no more. */
    private static final int ENOUGH = 1024;

    private Photo() {}

    /**
     * The digit as MNIST would have it. A grey picture of 28 x 28 with light ink on black is one already, and stays as it is.
     *
     * @param format {@code png} or {@code jpeg}
     * @param turn of whoever sent it, held while the picture is decoded and not while it comes
     */
    static byte[] read(InputStream in, String format, Limits limits, DecodingTurn turn) throws IOException {
        byte[] file = in.readNBytes(limits.pictureBytes() + 1);
        if (file.length > limits.pictureBytes()) {
            throw new UnreadableException(
                    "expected a picture of at most " + (limits.pictureBytes() >> 20) + " MB, got a larger one");
        }
        return turn.hold(() -> digit(file, format, limits));
    }

    private static byte[] digit(byte[] file, String format, Limits limits) throws UnreadableException {
        BufferedImage picture = decode(file, format, limits, ENOUGH).picture;
        int width = picture.getWidth();
        int height = picture.getHeight();
        Orientation orientation = Orientation.of(file);
        byte[] grey = orientation.upright(grey(picture), width, height);
        if (isMnist(picture, grey)) {
            return grey;
        }
        return MnistForm.of(Ink.of(grey, orientation.width(width, height), orientation.height(width, height)));
    }

    /** A page of many digits. */
    static PagePicture page(byte[] file, Limits limits, int enough) throws UnreadableException {
        String format = Intake.pictureFormat(file);
        if (format == null) {
            throw new UnreadableException("expected a photo or scan of a page as PNG or JPEG, got "
                    + (file.length == 0 ? "an empty file" : "something else"));
        }
        Decoded page = decode(file, format, limits, enough);
        int width = page.picture.getWidth();
        int height = page.picture.getHeight();
        Orientation orientation = Orientation.of(file);
        return new PagePicture(
                orientation.upright(grey(page.picture), width, height),
                orientation.width(width, height),
                orientation.height(width, height),
                page.step,
                orientation.width(page.width, page.height),
                orientation.height(page.width, page.height));
    }

    /** A picture of which every {@code step}th pixel was read, and the width and height of the whole. */
    private record Decoded(BufferedImage picture, int width, int height, int step) {}

    private static Decoded decode(byte[] file, String format, Limits limits, int enough) throws UnreadableException {
        if (format.equals("jpeg")) {
            checkScans(JpegScans.count(file), limits);
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        DeadlineInput in = new DeadlineInput(file, limits.decoding());
        try (in) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width > limits.pictureSide() || height > limits.pictureSide()) {
                throw new UnreadableException("expected a picture of at most " + limits.pictureSide() + " x "
                        + limits.pictureSide() + " pixels, got " + width + " x " + height);
            }
            int step = (Math.max(width, height) + enough - 1) / enough;
            ImageReadParam thin = reader.getDefaultReadParam();
            thin.setSourceSubsampling(step, step, 0, 0);
            return new Decoded(reader.read(0, thin), width, height, step);
        } catch (UnreadableException tooLarge) {
            throw tooLarge;
        } catch (IOException | RuntimeException broken) {
            if (in.isLate()) {
                throw in.tooLong();
            }
            throw new UnreadableException("expected a whole " + format.toUpperCase(java.util.Locale.ROOT)
                    + ", got one that is damaged," + " truncated or of an unusual kind (" + broken.getMessage() + ")");
        } finally {
            reader.dispose();
        }
    }

    private static void checkScans(int scans, Limits limits) throws UnreadableException {
        if (scans > limits.scans()) {
            throw new UnreadableException(
                    "expected a JPEG of at most " + limits.scans() + " scans, got " + scans + ": save it anew");
        }
    }

    /** {@code [height][width]} brightness on white. */
    private static byte[] grey(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] grey = new byte[width * height];
        Raster raster = picture.getRaster();
        boolean greys = raster.getNumBands() <= 2 && !(picture.getColorModel() instanceof IndexColorModel);
        if (greys) {
            // Read as they are: Java takes a grey for linear light, and would brighten it.
            int shift = picture.getColorModel().getComponentSize(0) > 8 ? 8 : 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int alpha = raster.getNumBands() == 1 ? 255 : raster.getSample(x, y, 1) >> shift;
                    grey[y * width + x] = onWhite(raster.getSample(x, y, 0) >> shift, alpha);
                }
            }
            return grey;
        }
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int rgb = row[x];
                // ITU-R BT.601.
                int brightness = (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 1000;
                grey[y * width + x] = onWhite(brightness, rgb >>> 24);
            }
        }
        return grey;
    }

    private static byte onWhite(int brightness, int alpha) {
        return (byte) ((brightness * alpha + 255 * (255 - alpha)) / 255);
    }

    private static boolean isMnist(BufferedImage picture, byte[] grey) {
        if (picture.getWidth() != Pixels.SIDE
                || picture.getHeight() != Pixels.SIDE
                || picture.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return false;
        }
        int black = 0;
        boolean ink = false;
        for (int i = 0; i < grey.length; i++) {
            boolean edge = i < 28 || i >= 756 || i % 28 == 0 || i % 28 == 27;
            black += edge && (grey[i] & 0xff) < 24 ? 1 : 0;
            ink |= (grey[i] & 0xff) >= 128;
        }
        // Of the 108 pixels of the edge.
        return ink && black > 100;
    }
}
