package nudge.labeller.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pixels as a PNG of 28 x 28 in 8-bit grey, white ink on black as in MNIST. */
public final class Png {
    static {
        ImageIO.setUseCache(false);
    }

    private Png() {}

    /** @param pixels 784 of them */
    public static byte[] write(byte[] pixels) {
        BufferedImage image = new BufferedImage(Pixels.SIDE, Pixels.SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, Pixels.SIDE, Pixels.SIDE, pixels);
        ByteArrayOutputStream png = new ByteArrayOutputStream(1024);
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }
}
