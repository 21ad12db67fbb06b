package nudge.labeller.web.labelling;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import nudge.labeller.sheet.FoundDigit;
import nudge.labeller.sheet.Sheet;
import nudge.labeller.sheet.SheetInk;

/**
 * A sheet as it was found.
 *
 * @param width of the picture as it is seen, in pixels, and {@code height}
 * @param skew how far the rows fall to the right, in degrees
 * @param ink the ink alone, as a PNG in grey: 0 = paper
 * @param step how many pixels of the picture, along each side, one of the ink stands for
 * @param rows from top to bottom, each from left to right
 */
record SheetView(int width, int height, double skew, String ink, int step, List<Row> rows) {
    record Row(List<FoundBox> boxes) {}

    /**
     * The box of a digit, in pixels of the picture.
     *
     * @param confidence 0 to 1
     */
    record FoundBox(int left, int top, int width, int height, double confidence) {
        static FoundBox of(FoundDigit digit) {
            return new FoundBox(
                    (int) digit.box().left(),
                    (int) digit.box().top(),
                    (int) digit.box().width(),
                    (int) digit.box().height(),
                    Math.round(100 * digit.confidence()) / 100.0);
        }
    }

    static SheetView of(Sheet sheet) {
        return new SheetView(
                sheet.width(),
                sheet.height(),
                sheet.skew(),
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png(sheet.ink())),
                sheet.ink().step(),
                sheet.rows().stream()
                        .map(row -> new Row(row.stream().map(FoundBox::of).toList()))
                        .toList());
    }

    private static byte[] png(SheetInk ink) {
        BufferedImage image = new BufferedImage(ink.width(), ink.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, ink.width(), ink.height(), ink.values());
        ByteArrayOutputStream png = new ByteArrayOutputStream(1 << 16);
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }
}
