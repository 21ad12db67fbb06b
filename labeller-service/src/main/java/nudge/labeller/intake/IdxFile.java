package nudge.labeller.intake;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/** IDX, MNIST's own format: a header and the bytes of all images (LeCun, "The MNIST database"). */
final class IdxFile {
    private static final int IMAGES = 0x0000_0803;

    private IdxFile() {}

    /** Two zero bytes, a type of values, and how many dimensions there are. */
    static boolean begins(byte[] start) {
        return start.length >= 4
                && start[0] == 0
                && start[1] == 0
                && start[2] >= 8
                && start[2] <= 14
                && start[3] >= 1
                && start[3] <= 4;
    }

    /**
     * Reads images one by one.
     *
     * @param labels one per image, or null when they are not known
     */
    static void images(String name, InputStream in, short @Nullable [] labels, ImageSink to) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int count = count(data);
        int rows = data.readInt();
        int columns = data.readInt();
        if (rows != Pixels.SIDE || columns != Pixels.SIDE) {
            throw new UnreadableException("expected images of 28 x 28 pixels, got " + Integer.toUnsignedString(rows)
                    + " x " + Integer.toUnsignedString(columns));
        }
        if (labels != null && labels.length != count) {
            throw new UnreadableException(
                    "expected a label for each of " + count + " images, got " + labels.length + " labels");
        }
        for (int i = 0; i < count; i++) {
            byte[] pixels = data.readNBytes(Pixels.COUNT);
            if (pixels.length < Pixels.COUNT) {
                throw new UnreadableException(
                        "expected " + count + " images, but the file ends after " + i + ": it is truncated");
            }
            String image = name + " image " + i;
            if (labels != null && (labels[i] < 0 || labels[i] > 9)) {
                to.unreadable(image, "expected a label from 0 to 9, got " + labels[i]);
            } else {
                to.image(image, pixels, labels == null ? null : (int) labels[i]);
            }
        }
        if (data.read() != -1) {
            throw new UnreadableException("expected " + count + " images, but there is more behind them");
        }
    }

    private static int count(DataInputStream data) throws IOException {
        try {
            int magic = data.readInt();
            if (magic != IMAGES) {
                throw new UnreadableException(String.format(
                                Locale.ROOT, "expected IDX images (magic number 0x%08x), got 0x%08x", IMAGES, magic)
                        + ((magic & 0xff) < 3 ? ": labels come with their images, in one ZIP" : ""));
            }
            int count = data.readInt();
            if (count < 0) {
                throw new UnreadableException("expected up to 2147483647 images, got more");
            }
            return count;
        } catch (EOFException shortFile) {
            throw new UnreadableException("expected the header of IDX images, but the file ends inside it");
        }
    }
}
