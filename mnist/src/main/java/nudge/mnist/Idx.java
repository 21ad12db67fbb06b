package nudge.mnist;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reader of IDX files of unsigned bytes, plain or compressed with gzip.
 *
 * <p>The format: two zero bytes, the type (8 = unsigned byte), the number of dimensions, each dimension as a big-endian
 * 32-bit integer, then the values row by row (Yann LeCun, "The MNIST database of handwritten digits").
 */
public final class Idx {
    private static final int LABELS = 0x00000801;
    private static final int IMAGES = 0x00000803;
    private static final int SIDE = 28;

    private Idx() {}

    /**
     * @return the pixels of all images, 784 bytes each, one image behind the other
     * @throws IdxFormatException when it is not a file of images of 28 x 28 pixels
     */
    public static byte[] images(InputStream in) throws IOException {
        try (DataInputStream data = open(in)) {
            int count = count(data, IMAGES, "images");
            int rows = data.readInt();
            int columns = data.readInt();
            if (rows != SIDE || columns != SIDE) {
                throw new IdxFormatException("expected images of 28 x 28 pixels, got " + rows + " x " + columns);
            }
            return body(data, (long) count * SIDE * SIDE);
        } catch (EOFException shortFile) {
            throw new IdxFormatException("expected the header of a file of images, the file ends inside it");
        }
    }

    /**
     * @return one label a byte, 0 to 9
     * @throws IdxFormatException when it is not a file of such labels
     */
    public static byte[] labels(InputStream in) throws IOException {
        try (DataInputStream data = open(in)) {
            byte[] labels = body(data, count(data, LABELS, "labels"));
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] > 9) {
                    throw new IdxFormatException(
                            "expected labels from 0 to 9, got " + (labels[i] & 0xff) + " at index " + i);
                }
            }
            return labels;
        } catch (EOFException shortFile) {
            throw new IdxFormatException("expected the header of a file of labels, the file ends inside it");
        }
    }

    private static DataInputStream open(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16)) : buffered);
    }

    private static int count(DataInputStream data, int expectedMagic, String what) throws IOException {
        int magic = data.readInt();
        if (magic != expectedMagic) {
            throw new IdxFormatException(String.format(
                    Locale.ROOT,
                    "expected a file of %s with the magic number 0x%08x, got 0x%08x",
                    what,
                    expectedMagic,
                    magic));
        }
        int count = data.readInt();
        if (count < 0) {
            throw new IdxFormatException("expected a count of " + what + " up to 2147483647, got a larger one");
        }
        return count;
    }

    /** Reads as many bytes as the header promises, but never allocates on its word alone. */
    private static byte[] body(DataInputStream data, long promised) throws IOException {
        if (promised > Integer.MAX_VALUE - 8) {
            throw new IdxFormatException("expected at most " + (Integer.MAX_VALUE - 8) + " bytes, got " + promised);
        }
        byte[] body = data.readNBytes((int) promised);
        if (body.length != promised) {
            throw new IdxFormatException("expected " + promised + " bytes after the header, got " + body.length);
        }
        if (data.read() != -1) {
            throw new IdxFormatException("expected " + promised + " bytes after the header, got more");
        }
        return body;
    }
}
