package nudge.labeller.sheet;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import nudge.mnist.Mnist;

/** A page with digits of MNIST, as a PNG. */
public final class DrawnPage {
    private static final Mnist DIGITS = Mnist.test();
    private static final int PITCH = 90;

    private final BufferedImage picture;
    private final Color ink;

    private DrawnPage(int width, int height, Color paper, Color ink) {
        picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.ink = ink;
        Graphics2D blank = picture.createGraphics();
        blank.setColor(paper);
        blank.fillRect(0, 0, width, height);
        blank.dispose();
    }

    public static DrawnPage blank(int width, int height) {
        return new DrawnPage(width, height, new Color(235, 232, 225), new Color(30, 30, 60));
    }

    static DrawnPage blackboard(int width, int height) {
        return new DrawnPage(width, height, new Color(45, 60, 52), new Color(230, 230, 225));
    }

    /** Lines and boxes are drawn over what is there. */
    DrawnPage line(int fromX, int fromY, int toX, int toY) {
        Graphics2D pen = pen();
        pen.setStroke(new BasicStroke(2.5f));
        pen.drawLine(fromX, fromY, toX, toY);
        pen.dispose();
        return this;
    }

    /**
     * Writes images of MNIST's test set beside each other, the middles of the first one at a point.
     *
     * @param scale pixels for each of MNIST's
     */
    public DrawnPage row(int x, int y, int scale, int... images) {
        for (int i = 0; i < images.length; i++) {
            digit(x + i * PITCH, y, scale, images[i]);
        }
        return this;
    }

    DrawnPage digit(int x, int y, int scale, int image) {
        byte[] pixels = DIGITS.image(image);
        BufferedImage digit = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < pixels.length; i++) {
            digit.setRGB(i % 28, i / 28, (pixels[i] & 0xff) << 24 | (ink.getRGB() & 0xffffff));
        }
        Graphics2D pen = pen();
        pen.drawImage(digit, x - 14 * scale, y - 14 * scale, 28 * scale, 28 * scale, null);
        pen.dispose();
        return this;
    }

    /** The page laid askew. */
    DrawnPage turned(double degrees) {
        DrawnPage turned = new DrawnPage(picture.getWidth(), picture.getHeight(), new Color(picture.getRGB(0, 0)), ink);
        Graphics2D pen = turned.pen();
        pen.rotate(Math.toRadians(degrees), picture.getWidth() / 2.0, picture.getHeight() / 2.0);
        pen.drawImage(picture, 0, 0, null);
        pen.dispose();
        return turned;
    }

    private Graphics2D pen() {
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setColor(ink);
        return pen;
    }

    public byte[] png() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }
}
