package nudge.labeller.web.http;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import nudge.labeller.image.Pixels;

/** Reads a PNG of 28 x 28 in 8-bit grey, white ink on black as in MNIST. */
final class GreyPng {
    private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
    private static final int HEADER_BYTES = 33;
    private static final int IHDR = 0x4948_4452;
    private static final int GREY = 0;

    private GreyPng() {}

    /** Whether these bytes are meant to be a PNG. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= Long.BYTES && ByteBuffer.wrap(bytes).getLong() == SIGNATURE;
    }

    /**
     * The 784 pixels.
     *
     * @throws BadRequestException on anything but a whole 28 x 28 PNG in 8-bit grey; its size is known before it is unpacked
     */
    static byte[] read(byte[] png) {
        checkHeader(png);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            return (byte[]) image.getRaster().getDataElements(0, 0, Pixels.SIDE, Pixels.SIDE, null);
        } catch (IOException | RuntimeException broken) {
            throw new BadRequestException("expected a whole PNG, got a damaged or truncated one");
        } finally {
            reader.dispose();
        }
    }

    /** Signature and IHDR chunk: PNG specification, sections 5.2 and 11.2.2. */
    private static void checkHeader(byte[] png) {
        ByteBuffer header = ByteBuffer.wrap(png);
        if (png.length < HEADER_BYTES
                || header.getLong() != SIGNATURE
                || header.getInt() != 13
                || header.getInt() != IHDR) {
            throw new BadRequestException("expected a PNG, got " + png.length + " bytes that are none");
        }
        int width = header.getInt();
        int height = header.getInt();
        if (width != Pixels.SIDE || height != Pixels.SIDE) {
            throw new BadRequestException("expected a PNG of 28 x 28 pixels, got one of "
                    + Integer.toUnsignedString(width) + " x " + Integer.toUnsignedString(height));
        }
        int depth = header.get();
        int colour = header.get();
        if (depth != 8 || colour != GREY) {
            throw new BadRequestException("expected a PNG in grey with 8 bits a pixel, got "
                    + (colour == GREY ? depth + " bits a pixel" : "one in colour or with transparency"));
        }
    }
}
