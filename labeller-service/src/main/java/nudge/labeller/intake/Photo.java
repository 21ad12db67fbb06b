package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * A picture of one digit: a photo, a scan, or an image of a data set.
 *
 * <p>It is in MNIST's form already, and keeps its very pixels, when it is 28 x 28 without colours, its edge is black (MNIST's 0 is
 * paper), and it has light ink (255 is the darkest ink). How the file writes the numbers does not matter: grey, RGB, a palette,
 * 1 to 16 bits, with transparency. So the same digit is the same image in each. Everything else, dark ink on a light 28 x 28
 * included, is brought into the form ({@link Ink}, {@link MnistForm}).
 */
final class Photo {
    /** Larger pictures are thinned out on reading: a digit of 20 x 20 needs no more. */
    private static final int ENOUGH = 1024;

    private static final int CMYK = 4;

    private Photo() {}

    /**
     * The digit as MNIST would have it.
     *
     * @param format as {@link PictureFormat#of} tells it
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
        Brightness picture = decode(WholePicture.of(file, format, limits), format, limits, ENOUGH).picture;
        Orientation orientation = Orientation.of(file);
        byte[] grey = orientation.upright(picture.onPaper(), picture.width(), picture.height());
        if (isMnist(picture, grey)) {
            return grey;
        }
        int width = orientation.width(picture.width(), picture.height());
        return MnistForm.of(Ink.of(grey, width, orientation.height(picture.width(), picture.height())));
    }

    /** A page of many digits. */
    static PagePicture page(byte[] file, Limits limits, int enough) throws UnreadableException {
        String format = PictureFormat.of(file);
        if (format == null) {
            String unread = PictureFormat.unread(file);
            throw new UnreadableException("expected a photo or scan of a page as PNG or JPEG, got "
                    + (file.length == 0 ? "an empty file" : unread == null ? "something else" : unread));
        }
        Decoded page = decode(WholePicture.of(file, format, limits), format, limits, enough);
        Brightness picture = page.picture;
        Orientation orientation = Orientation.of(file);
        return new PagePicture(
                orientation.upright(picture.onPaper(), picture.width(), picture.height()),
                orientation.width(picture.width(), picture.height()),
                orientation.height(picture.width(), picture.height()),
                page.step,
                orientation.width(page.width, page.height),
                orientation.height(page.width, page.height));
    }

    /** A picture of which every {@code step}th pixel was read, and the width and height of the whole. */
    private record Decoded(Brightness picture, int width, int height, int step) {}

    private static Decoded decode(byte[] file, String format, Limits limits, int enough) throws UnreadableException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        AtomicReference<@Nullable String> damage = new AtomicReference<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (isDamage(warning)) {
                damage.compareAndSet(null, warning);
            }
        });
        DeadlineInput in = new DeadlineInput(file, limits.decoding());
        try (in) {
            reader.setInput(in, true, true);
            Decoded picture = decode(reader, file, format, limits, enough);
            if (damage.get() != null) {
                throw new IIOException(damage.get());
            }
            return picture;
        } catch (UnreadableException tooLarge) {
            throw tooLarge;
        } catch (IOException | RuntimeException broken) {
            if (in.isLate()) {
                throw in.tooLong();
            }
            throw WholePicture.damaged(format, String.valueOf(broken.getMessage()));
        } finally {
            reader.dispose();
        }
    }

    private static Decoded decode(ImageReader reader, byte[] file, String format, Limits limits, int enough)
            throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        checkSide(width, height, limits);
        int step = (Math.max(width, height) + enough - 1) / enough;
        ImageReadParam thin = reader.getDefaultReadParam();
        thin.setSourceSubsampling(step, step, 0, 0);
        if (format.equals("jpeg")) {
            JpegHeader header = JpegHeader.of(file);
            if (header.components() == CMYK) {
                return new Decoded(Brightness.ofCmyk(reader.readRaster(0, thin), header), width, height, step);
            }
        }
        return new Decoded(Brightness.of(reader.read(0, thin)), width, height, step);
    }

    static void checkSide(long width, long height, Limits limits) throws UnreadableException {
        if (width > limits.pictureSide() || height > limits.pictureSide()) {
            throw new UnreadableException("expected a picture of at most " + limits.pictureSide() + " x "
                    + limits.pictureSide() + " pixels, got " + width + " x " + height);
        }
    }

    /** The JPEG decoder goes on with grey blocks where data is missing, and says so in a warning alone. */
    private static boolean isDamage(String warning) {
        return warning.contains("Premature end")
                || warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
    }

    private static boolean isMnist(Brightness picture, byte[] grey) {
        if (picture.width() != Pixels.SIDE || picture.height() != Pixels.SIDE || !picture.neutral()) {
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
