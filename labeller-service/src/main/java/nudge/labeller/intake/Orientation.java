package nudge.labeller.intake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

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
    private static final int EXIF = 0x45786966;
    private static final int EXIF_BYTES = 6;
    private static final int TAG = 0x0112;
    private static final int PNG_EXIF = 0x65584966;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;

    /** Of a PNG, JPEG or TIFF; upright when it does not say, or not in a way that is understood. */
    static Orientation of(byte[] file) {
        try {
            ByteBuffer picture = ByteBuffer.wrap(file);
            return switch (picture.get(0)) {
                case (byte) 0x89 -> inPng(picture);
                case (byte) 0xff -> inJpeg(picture);
                case 'I', 'M' -> of(inTiff(picture));
                default -> UPRIGHT;
            };
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
                ByteBuffer exif = picture.slice(picture.position(), length);
                return of(inTiff(isExif(exif) ? exif.position(EXIF_BYTES) : exif));
            }
            picture.position(Math.addExact(picture.position(), Math.addExact(length, 4)));
        }
        return UPRIGHT;
    }

    /** Any number of fill bytes may stand before a marker, and other segments of the same kind before the one that says it. */
    private static Orientation inJpeg(ByteBuffer picture) {
        byte[] file = picture.array();
        int at = JpegScans.marker(file, 2);
        while (at + 4 <= file.length && (file[at + 1] & 0xff) != START_OF_SCAN) {
            int length = picture.getShort(at + 2) & 0xffff;
            if ((file[at + 1] & 0xff) == APP1) {
                ByteBuffer segment = picture.slice(at + 4, length - 2);
                int orientation = isExif(segment) ? inTiff(segment.position(EXIF_BYTES)) : 0;
                if (orientation >= 1 && orientation <= 8) {
                    return of(orientation);
                }
            }
            at = JpegScans.marker(file, at + 2 + length);
        }
        return UPRIGHT;
    }

    /** Two bytes follow the name, of which writers set the second to anything. */
    private static boolean isExif(ByteBuffer data) {
        return data.limit() >= EXIF_BYTES && data.getInt(0) == EXIF && data.get(4) == 0;
    }

    /** The standard has it as SHORT; some programs write LONG or BYTE. 0 when it is not there. */
    private static int inTiff(ByteBuffer tiff) {
        try {
            return (int) TiffDirectory.of(tiff).number(TAG).orElse(0);
        } catch (IndexOutOfBoundsException cutOff) {
            return 0;
        }
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
