package nudge.labeller.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Looks through a picture before it is decoded: decoders fill up what is missing of a truncated one, and trust the lengths that
 * stand in it.
 */
final class WholePicture {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;

    private WholePicture() {}

    /**
     * The bytes for the decoder.
     *
     * @throws UnreadableException when it is not whole, or holds more than one picture
     */
    static byte[] of(byte[] file, String format, Limits limits) throws UnreadableException {
        try {
            return switch (format) {
                case "png" -> png(file);
                case "jpeg" -> jpeg(file, limits);
                case "gif" -> gif(file, limits);
                case "bmp" -> bmp(file);
                case "tiff" -> TiffFile.pixelsOnly(file, limits);
                default -> throw new IllegalStateException("expected a format that is read, got " + format);
            };
        } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cutOff) {
            throw damaged(format, "it ends too early");
        }
    }

    /** Each chunk has its length before it and its checksum behind it; the last one is IEND. */
    private static byte[] png(byte[] file) throws UnreadableException {
        ByteBuffer chunks = ByteBuffer.wrap(file).position(8);
        int type;
        do {
            int length = chunks.getInt();
            type = chunks.getInt(chunks.position());
            int begin = chunks.position();
            if (length < 0 || length > chunks.remaining() - 8) {
                throw damaged("png", "it ends too early");
            }
            chunks.position(begin + 4 + length);
            int expected = chunks.getInt();
            if (type == IHDR || type == PLTE || type == IDAT || type == IEND) {
                CRC32 crc = new CRC32();
                crc.update(file, begin, 4 + length);
                if ((int) crc.getValue() != expected) {
                    throw damaged("png", "a checksum is wrong");
                }
            }
        } while (type != IEND);
        return file;
    }

    private static byte[] jpeg(byte[] file, Limits limits) throws UnreadableException {
        int scans = JpegScans.count(file);
        if (scans > limits.scans()) {
            throw new UnreadableException(
                    "expected a JPEG of at most " + limits.scans() + " scans, got " + scans + ": save it anew");
        }
        if (!JpegScans.isWhole(file)) {
            throw damaged("jpeg", "its end is missing");
        }
        return file;
    }

    /** GIF89a, section 20 and on: blocks up to the trailer. */
    private static byte[] gif(byte[] file, Limits limits) throws UnreadableException {
        ByteBuffer blocks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        Photo.checkSide(blocks.getShort(6) & 0xffff, blocks.getShort(8) & 0xffff, limits);
        blocks.position(13 + paletteBytes(blocks.get(10)));
        int images = 0;
        for (int kind = blocks.get(); kind != ';'; kind = blocks.get()) {
            if (kind == ',') {
                int at = blocks.position();
                Photo.checkSide(blocks.getShort(at + 4) & 0xffff, blocks.getShort(at + 6) & 0xffff, limits);
                blocks.position(at + 9 + paletteBytes(blocks.get(at + 8)) + 1);
                images++;
            } else if (kind == '!') {
                blocks.get();
            } else {
                throw damaged("gif", "an unknown block");
            }
            skipSubBlocks(blocks);
        }
        if (images != 1) {
            throw new UnreadableException("expected one picture, got "
                    + (images == 0 ? "a GIF of none" : "an animated GIF of " + images + ": save one of them as PNG"));
        }
        return file;
    }

    private static int paletteBytes(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private static void skipSubBlocks(ByteBuffer blocks) throws UnreadableException {
        for (int size = blocks.get() & 0xff; size > 0; size = blocks.get() & 0xff) {
            if (size > blocks.remaining()) {
                throw damaged("gif", "it ends too early");
            }
            blocks.position(blocks.position() + size);
        }
    }

    /** BITMAPINFOHEADER and its successors. */
    private static byte[] bmp(byte[] file) throws UnreadableException {
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long pixels = header.getInt(10) & 0xffff_ffffL;
        int headerBytes = header.getInt(14);
        int bits = header.getShort(28);
        int compression = header.getInt(30);
        long colours = header.getInt(46) & 0xffff_ffffL;
        if (compression != 0 && compression != 3) {
            throw new UnreadableException("expected a BMP without compression, got one with compression "
                    + Integer.toUnsignedString(compression) + ": save it as PNG");
        }
        long rowBytes = ((header.getInt(18) & 0xffff_ffffL) * bits + 31) / 32 * 4;
        long rows = Math.abs((long) header.getInt(22));
        long profile = headerBytes < 124 ? 0 : header.getInt(126) & 0xffff_ffffL;
        if (colours > 256 || profile > file.length || pixels > file.length || rows > 1 << 16 || rowBytes > 1 << 20) {
            throw damaged("bmp", "numbers that are too large");
        }
        if (pixels + rowBytes * rows > file.length) {
            throw damaged("bmp", "it ends too early");
        }
        return file;
    }

    static UnreadableException damaged(String format, String reason) {
        return new UnreadableException("expected a whole " + format.toUpperCase(java.util.Locale.ROOT)
                + ", got one that is damaged, truncated or of an unusual kind (" + reason + ")");
    }
}
