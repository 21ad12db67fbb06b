package nudge.labeller.intake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a picture was held when it was taken, as cameras note it in its Exif data (CIPA DC-008, tag 0x0112): on which sides
 * the first row and the first column of the stored pixels belong.
 *
 * @param swapped whether rows stand upright
 * @param columnsFlipped whether the first column belongs right, or at the bottom when they are swapped
 * @param rowsFlipped whether the first row belongs at the bottom, or right when they are swapped
 */
record Orientation(boolean swapped, boolean columnsFlipped, boolean rowsFlipped) {
    private static final Orientation UPRIGHT = new Orientation(false, false, false);
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int PNG_EXIF = 0x65584966;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;

    /** Of a PNG or JPEG; upright when it does not say, or not in a way that is understood. */
    static Orientation of(byte[] file) {
        try {
            ByteBuffer picture = ByteBuffer.wrap(file);
            return picture.get(0) == (byte) 0x89 ? inPng(picture) : inJpeg(picture);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cutOff) {
            // Whether the picture can be read without it, its decoder tells.
            return UPRIGHT;
        }
    }

    private static Orientation inPng(ByteBuffer picture) {
        picture.position(8);
        while (picture.hasRemaining()) {
            int length = picture.getInt();
            int type = picture.getInt();
            if (type == PNG_EXIF) {
                return inTiff(picture.slice(picture.position(), length));
            }
            picture.position(Math.addExact(picture.position(), Math.addExact(length, 4)));
        }
        return UPRIGHT;
    }

    private static Orientation inJpeg(ByteBuffer picture) {
        picture.position(2);
        while ((picture.get() & 0xff) == 0xff) {
            int marker = picture.get() & 0xff;
            if (marker == START_OF_SCAN) {
                break;
            }
            ByteBuffer segment = picture.slice(picture.position() + 2, (picture.getShort() & 0xffff) - 2);
            picture.position(picture.position() + segment.capacity());
            if (marker == APP1 && segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
                return inTiff(segment.slice(EXIF.length, segment.capacity() - EXIF.length));
            }
        }
        return UPRIGHT;
    }

    private static Orientation inTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == TAG && tiff.getShort(entry + 2) == SHORT) {
                return of(tiff.getShort(entry + 8));
            }
        }
        return UPRIGHT;
    }

    private static Orientation of(int value) {
        return switch (value) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, true, false);
            default -> UPRIGHT;
        };
    }

    int width(int storedWidth, int storedHeight) {
        return swapped ? storedHeight : storedWidth;
    }

    int height(int storedWidth, int storedHeight) {
        return swapped ? storedWidth : storedHeight;
    }

    /**
     * Turns a picture as it was seen.
     *
     * @param stored {@code [storedHeight][storedWidth]}
     * @return {@code [height][width]}
     */
    byte[] upright(byte[] stored, int storedWidth, int storedHeight) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = width(storedWidth, storedHeight);
        byte[] seen = new byte[stored.length];
        for (int i = 0; i < seen.length; i++) {
            int column = swapped ? i / width : i % width;
            int row = swapped ? i % width : i / width;
            seen[i] = stored[
                    (rowsFlipped ? storedHeight - 1 - row : row) * storedWidth
                            + (columnsFlipped ? storedWidth - 1 - column : column)];
        }
        return seen;
    }
}
