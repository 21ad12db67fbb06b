package nudge.standalone;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import nudge.mnist.Mnist;

/** A photo of a ruled page with two rows of MNIST's test digits: 7 2 1 0 4 and 1 4 9. */
final class SheetPhoto {
    private SheetPhoto() {}

    static Path write(Path file) throws IOException {
        Mnist digits = Mnist.test();
        BufferedImage photo = new BufferedImage(620, 380, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = photo.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(232, 228, 216));
        pen.fillRect(0, 0, 620, 380);
        pen.rotate(Math.toRadians(2), 310, 190);
        pen.setColor(new Color(150, 170, 205));
        pen.setStroke(new BasicStroke(2));
        for (int y = 20; y < 380; y += 130) {
            pen.drawLine(0, y, 620, y);
        }
        for (int i = 0; i < 8; i++) {
            int x = 50 + (i < 5 ? i : i - 5) * 95;
            pen.drawImage(inked(digits.image(i)), x, i < 5 ? 70 : 200, 84, 84, null);
        }
        pen.dispose();
        ImageIO.write(photo, "png", file.toFile());
        return file;
    }

    private static BufferedImage inked(byte[] pixels) {
        BufferedImage digit = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < pixels.length; i++) {
            digit.setRGB(i % 28, i / 28, (pixels[i] & 0xff) << 24 | 0x1e1e50);
        }
        return digit;
    }
}
