package nudge.labeller.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Prepares a TIFF for its decoder, which trusts what stands in it: a few bytes may ask for gigabytes, and lead to further
 * directories and to whole JPEGs inside. What the pixels need is checked here, and nothing else is left.
 */
final class TiffFile {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int SAMPLE_FORMAT = 339;

    /** The above; photometric interpretation, fill order, planes, fax options, predictor, palette, extra samples. */
    private static final Set<Integer> NEEDED = Set.of(
            WIDTH,
            HEIGHT,
            BITS_PER_SAMPLE,
            COMPRESSION,
            262,
            266,
            STRIP_OFFSETS,
            SAMPLES_PER_PIXEL,
            ROWS_PER_STRIP,
            STRIP_BYTES,
            284,
            292,
            293,
            317,
            320,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES,
            338,
            SAMPLE_FORMAT);

    /** None, three of fax, LZW, Deflate by its two numbers, PackBits. */
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 8L, 32946L, 32773L);

    private static final int LEAST_TILE = 16;
    private static final long UNSIGNED = 1;

    private TiffFile() {}

    /**
     * The file with a directory of nothing but the pixels.
     *
     * @throws UnreadableException when it has several pages, is cut off, or is packed or numbered in an unusual way
     */
    static byte[] pixelsOnly(byte[] file, Limits limits) throws UnreadableException {
        TiffDirectory directory;
        try {
            directory = TiffDirectory.of(ByteBuffer.wrap(file));
        } catch (IndexOutOfBoundsException cutOff) {
            throw damaged("no directory");
        }
        if (directory.more()) {
            throw new UnreadableException(
                    "expected one picture, got a TIFF of several pages: save each page as a picture of its own");
        }
        checkPixels(directory, limits);
        checkPieces(directory, STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES, file.length);
        List<Integer> kept = directory.entries().stream()
                .filter(entry -> NEEDED.contains(directory.tag(entry)) && directory.isNumbers(entry))
                .toList();
        int start = file.length + file.length % 2;
        int size = 2 + TiffDirectory.ENTRY_BYTES * kept.size() + 4;
        ByteBuffer clean = ByteBuffer.wrap(Arrays.copyOf(file, start + size))
                .order(directory.tiff().order());
        clean.putInt(4, start).position(start);
        clean.putShort((short) kept.size());
        for (int entry : kept) {
            int tag = directory.tag(entry);
            long value = number(directory, tag, 0);
            if (tag == ROWS_PER_STRIP) {
                value = Math.min(value, number(directory, HEIGHT, 1));
            }
            if (directory.count(entry) == 1 && value < 1 << 16) {
                // The decoder passes over a number that is wider than the standard has it.
                clean.putShort((short) tag)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) value)
                        .putShort((short) 0);
            } else {
                clean.put(file, entry, TiffDirectory.ENTRY_BYTES);
            }
        }
        return clean.array();
    }

    private static void checkPixels(TiffDirectory directory, Limits limits) throws UnreadableException {
        Photo.checkSide(number(directory, WIDTH, 0), number(directory, HEIGHT, 0), limits);
        long compression = number(directory, COMPRESSION, 1);
        if (!COMPRESSIONS.contains(compression)) {
            throw new UnreadableException(
                    "expected a TIFF without compression or with LZW, Deflate, PackBits or fax, got "
                            + (compression == 6 || compression == 7 ? "one with JPEG" : "compression " + compression)
                            + " inside: save it as PNG");
        }
        long[] bits = directory.numbers(BITS_PER_SAMPLE);
        long samples = number(directory, SAMPLES_PER_PIXEL, 1);
        boolean whole = Arrays.stream(directory.numbers(SAMPLE_FORMAT)).allMatch(format -> format == UNSIGNED);
        if (Arrays.stream(bits).anyMatch(bit -> bit > 16) || samples < 1 || samples > 5 || !whole) {
            throw new UnreadableException(
                    "expected a TIFF of at most 16 bits and 5 samples, as whole numbers, got another kind: save it as PNG");
        }
        for (int side : new int[] {TILE_WIDTH, TILE_HEIGHT}) {
            long length = number(directory, side, LEAST_TILE);
            if (length < LEAST_TILE || length > limits.pictureSide()) {
                throw damaged("tiles of " + length + " pixels");
            }
        }
        if (number(directory, ROWS_PER_STRIP, 1) < 1) {
            throw damaged("strips without rows");
        }
    }

    private static void checkPieces(
            TiffDirectory directory, int stripOffsets, int stripBytes, int tileOffsets, int tileBytes, int fileBytes)
            throws UnreadableException {
        boolean tiled = directory.numbers(tileOffsets).length > 0;
        long[] offsets = directory.numbers(tiled ? tileOffsets : stripOffsets);
        long[] bytes = directory.numbers(tiled ? tileBytes : stripBytes);
        if (offsets.length == 0 || offsets.length != bytes.length) {
            throw damaged("no pixels");
        }
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] + bytes[i] > fileBytes) {
                throw damaged("pixels behind the end of the file");
            }
        }
    }

    private static long number(TiffDirectory directory, int tag, long otherwise) {
        return directory.number(tag).orElse(otherwise);
    }

    private static UnreadableException damaged(String what) {
        return new UnreadableException("expected a whole TIFF, got one that is damaged or truncated (" + what + ")");
    }
}
