package nudge.mnist;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * A part of MNIST: images and the digit that a human gave each.
 *
 * @param pixels {@code [size][784]}, row by row, 0 = paper, 255 = ink
 * @param digits {@code [size]}, 0 to 9
 */
public record Mnist(byte[] pixels, byte[] digits) {
    /** Pixels of an image. */
    public static final int PIXELS = 784;

    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    public Mnist {
        if (pixels.length != digits.length * PIXELS) {
            throw new IllegalArgumentException("expected " + PIXELS + " pixels for each of " + digits.length
                    + " labels, got " + pixels.length + " bytes");
        }
    }

    /** The 60,000 training images. */
    public static Mnist train() {
        return load(
                "train",
                60_000,
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
    }

    /**
     * The first of the 60,000 training images, without reading the others: for whoever cannot wait. Whether the files are
     * whole is checked by {@link #train()} alone.
     */
    public static Mnist firstOfTrain(int count) {
        try (InputStream images = unpacked("train-images-idx3-ubyte");
                InputStream labels = unpacked("train-labels-idx1-ubyte")) {
            images.skipNBytes(IMAGES_HEADER);
            labels.skipNBytes(LABELS_HEADER);
            return new Mnist(images.readNBytes(count * PIXELS), labels.readNBytes(count));
        } catch (IOException broken) {
            throw damaged(broken);
        }
    }

    /** The 10,000 test images. */
    public static Mnist test() {
        return load(
                "t10k",
                10_000,
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    }

    public int size() {
        return digits.length;
    }

    public int digit(int index) {
        return digits[index];
    }

    /** The 784 pixels of one image, in an array of their own. */
    public byte[] image(int index) {
        return Arrays.copyOfRange(pixels, index * PIXELS, (index + 1) * PIXELS);
    }

    private static Mnist load(String name, int count, String imagesSha256, String labelsSha256) {
        try {
            byte[] pixels = Idx.images(new ByteArrayInputStream(checked(name + "-images-idx3-ubyte", imagesSha256)));
            byte[] digits = Idx.labels(new ByteArrayInputStream(checked(name + "-labels-idx1-ubyte", labelsSha256)));
            if (digits.length != count) {
                throw new IdxFormatException("expected " + count + " images, got " + digits.length);
            }
            return new Mnist(pixels, digits);
        } catch (IOException broken) {
            throw damaged(broken);
        }
    }

    private static UncheckedIOException damaged(IOException broken) {
        return new UncheckedIOException("the bundled MNIST files are damaged: " + broken.getMessage(), broken);
    }

    private static byte[] checked(String file, String expected) throws IOException {
        try (InputStream in = unpacked(file)) {
            byte[] bytes = in.readAllBytes();
            String actual = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!actual.equals(expected)) {
                throw new IdxFormatException("expected " + file + " with the SHA-256 " + expected + ", got " + actual);
            }
            return bytes;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static InputStream unpacked(String file) throws IOException {
        InputStream in = Mnist.class.getResourceAsStream(file + ".gz");
        if (in == null) {
            throw new IdxFormatException("expected the resource " + file + ".gz, found none");
        }
        return new GZIPInputStream(in, 1 << 16);
    }
}
