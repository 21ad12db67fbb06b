package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a file writes its numbers, the same digit is the same image. */
class PictureCoatsTest {
    private static final byte[] DIGIT = Mnist.test().image(0);

    static byte[] resource(String name) throws IOException {
        try (InputStream in = PictureCoatsTest.class.getResourceAsStream("cases/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    static byte[] read(byte[] file) throws IOException {
        String format = Objects.requireNonNull(PictureFormat.of(file));
        return Photo.read(new ByteArrayInputStream(file), format, Limits.USUAL, DecodingTurn.AT_ONCE);
    }

    static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, file)).isTrue();
        return file.toByteArray();
    }

    private static BufferedImage grey() {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 28, 28, DIGIT);
        return image;
    }

    private static BufferedImage rgb(int type) {
        BufferedImage image = new BufferedImage(28, 28, type);
        for (int i = 0; i < 784; i++) {
            image.setRGB(i % 28, i / 28, 0xff000000 | (DIGIT[i] & 0xff) * 0x10101);
        }
        return image;
    }

    private static BufferedImage palette() {
        byte[] greys = new byte[256];
        for (int i = 0; i < 256; i++) {
            greys[i] = (byte) (255 - i);
        }
        BufferedImage image = new BufferedImage(
                28, 28, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 256, greys, greys, greys));
        for (int i = 0; i < 784; i++) {
            image.getRaster().setSample(i % 28, i / 28, 0, 255 - (DIGIT[i] & 0xff));
        }
        return image;
    }

    /** Each number times a factor; bands are greys or colours, and alpha when there are 2 or 4. */
    private static BufferedImage wide(int bands, int factor) {
        ColorSpace space = ColorSpace.getInstance(bands <= 2 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        boolean alpha = bands % 2 == 0;
        ComponentColorModel colours = new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 28, 28, bands, new Point());
        for (int i = 0; i < 784; i++) {
            for (int band = 0; band < bands; band++) {
                boolean isAlpha = alpha && band == bands - 1;
                raster.setSample(i % 28, i / 28, band, isAlpha ? 65535 : (DIGIT[i] & 0xff) * factor);
            }
        }
        return new BufferedImage(colours, raster, false, null);
    }

    static byte[] withChunk(byte[] png, String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        ByteBuffer with = ByteBuffer.allocate(png.length + data.length + 12);
        with.put(png, 0, 33).putInt(data.length).put(type).put(data).putInt((int) crc.getValue());
        return with.put(png, 33, png.length - 33).array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
    void grey_colour_and_palette_are_the_same_image_in_each_format(String format) throws IOException {
        assertThat(read(encoded(grey(), format))).isEqualTo(DIGIT);
        assertThat(read(encoded(rgb(BufferedImage.TYPE_3BYTE_BGR), format))).isEqualTo(DIGIT);
        assertThat(read(encoded(palette(), format))).isEqualTo(DIGIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff"})
    void alpha_and_sixteen_bits_are_the_same_image(String format) throws IOException {
        assertThat(read(encoded(rgb(BufferedImage.TYPE_4BYTE_ABGR), format))).isEqualTo(DIGIT);
        for (int factor : new int[] {257, 256, 1}) {
            for (int bands : new int[] {1, 3}) {
                assertThat(read(encoded(wide(bands, factor), format)))
                        .as(bands + " bands times " + factor)
                        .isEqualTo(DIGIT);
            }
        }
    }

    @Test
    void grey_with_alpha_is_the_same_image() throws IOException {
        for (int factor : new int[] {257, 256, 1}) {
            assertThat(read(encoded(wide(2, factor), "png")))
                    .as("times " + factor)
                    .isEqualTo(DIGIT);
            assertThat(read(encoded(wide(4, factor), "png")))
                    .as("times " + factor)
                    .isEqualTo(DIGIT);
        }
    }

    /** 10 and 12 bits lose their lowest ones. */
    @ParameterizedTest
    @CsvSource({"4", "16"})
    void upper_bits_that_are_never_used_do_not_make_a_picture_dark(int factor) throws IOException {
        assertThat(read(encoded(wide(1, factor), "png"))).isEqualTo(DIGIT);
    }

    @Test
    void one_bit_stays_black_and_white() throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_BINARY);
        byte[] expected = new byte[784];
        for (int i = 0; i < 784; i++) {
            expected[i] = (byte) ((DIGIT[i] & 0xff) >= 128 ? 255 : 0);
            image.setRGB(i % 28, i / 28, (expected[i] & 0xff) * 0x10101);
        }
        for (String format : new String[] {"png", "gif", "bmp", "tiff"}) {
            assertThat(read(encoded(image, format))).as(format).isEqualTo(expected);
        }
    }

    @Test
    void gamma_and_significant_bits_change_no_number() throws IOException {
        byte[] png = encoded(grey(), "png");
        assertThat(read(withChunk(png, "gAMA", new byte[] {0, 1, (byte) 0x86, (byte) 0xa0})))
                .isEqualTo(DIGIT);
        assertThat(read(withChunk(png, "sBIT", new byte[] {5}))).isEqualTo(DIGIT);
    }

    @Test
    void interlaced_is_the_same_image() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(rgb(BufferedImage.TYPE_INT_RGB), null, null), param);
        } finally {
            writer.dispose();
        }
        assertThat(file.toByteArray()[28]).as("interlace method").isEqualTo((byte) 1);
        assertThat(read(file.toByteArray())).isEqualTo(DIGIT);
    }

    @Test
    void white_ink_on_transparent_paper_is_the_same_image() throws IOException {
        BufferedImage white = new BufferedImage(28, 28, BufferedImage.TYPE_4BYTE_ABGR);
        for (int i = 0; i < 784; i++) {
            white.setRGB(i % 28, i / 28, (DIGIT[i] & 0xff) << 24 | 0xffffff);
        }
        assertThat(read(encoded(white, "png"))).isEqualTo(DIGIT);
        assertThat(read(withChunk(encoded(grey(), "png"), "tRNS", new byte[] {0, 0})))
                .isEqualTo(DIGIT);
        assertThat(read(withChunk(encoded(rgb(BufferedImage.TYPE_3BYTE_BGR), "png"), "tRNS", new byte[6])))
                .isEqualTo(DIGIT);
    }

    @Test
    void black_that_is_transparent_is_the_paper_of_any_digit() {
        var images = Mnist.test();
        for (int n = 0; n < 1_000; n++) {
            byte[] digit = images.image(n);
            byte[] alpha = new byte[784];
            for (int i = 0; i < 784; i++) {
                alpha[i] = (byte) (digit[i] == 0 ? 0 : 255);
            }
            assertThat(new Brightness(digit, alpha, true, 28, 28).onPaper())
                    .as("image " + n)
                    .isEqualTo(digit);
        }
    }

    @Test
    void dark_ink_on_transparent_paper_and_on_a_card_with_a_transparent_margin_stay_dark_ink() throws IOException {
        BufferedImage ink = new BufferedImage(60, 60, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage card = new BufferedImage(60, 60, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage sheet = new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 3600; i++) {
            int x = i % 60;
            int y = i / 60;
            boolean stroke = x >= 25 && x < 31 && y >= 10 && y < 50;
            boolean margin = x < 3 || y < 3 || x >= 57 || y >= 57;
            ink.setRGB(x, y, stroke ? 0xff101010 : 0);
            card.setRGB(x, y, stroke ? 0xff101010 : margin ? 0 : 0xffffffff);
            sheet.setRGB(x, y, stroke ? 0x101010 : 0xffffff);
        }
        byte[] expected = read(encoded(sheet, "png"));
        assertThat(read(encoded(ink, "png"))).isEqualTo(expected);
        assertThat(read(encoded(card, "png"))).isEqualTo(expected);
    }

    @Test
    void a_thin_dark_line_on_transparent_paper_is_ink() throws IOException {
        BufferedImage line = new BufferedImage(60, 60, BufferedImage.TYPE_4BYTE_ABGR);
        for (int y = 10; y < 50; y++) {
            line.setRGB(30, y, 0xff101010);
        }
        assertThat(inked(read(encoded(line, "png")))).isGreaterThanOrEqualTo(20);
    }

    @Test
    void dark_ink_on_light_paper_and_colours_are_brought_into_the_form() throws IOException {
        BufferedImage light = grey();
        BufferedImage red = rgb(BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 784; i++) {
            light.getRaster().setSample(i % 28, i / 28, 0, 255 - (DIGIT[i] & 0xff));
            red.setRGB(i % 28, i / 28, (DIGIT[i] & 0xff) << 16);
        }
        assertThat(read(encoded(light, "png"))).isEqualTo(MnistForm.of(Ink.of(DIGIT, 28, 28)));
        assertThat(read(encoded(red, "png"))).isNotEqualTo(DIGIT);
    }

    @Test
    void the_kinds_that_people_sent_are_right() throws IOException {
        byte[] digit = read(resource("mnist28-grey-same.png"));
        assertThat(read(resource("mnist28-rgb.png"))).isEqualTo(digit);
        assertThat(inked(read(resource("png-16bit-low-range.png")))).isGreaterThan(20);
        assertThat(inked(read(resource("png-white-on-transparent.png")))).isGreaterThan(20);
    }

    private static int inked(byte[] pixels) {
        int inked = 0;
        for (byte pixel : pixels) {
            inked += (pixel & 0xff) >= 128 ? 1 : 0;
        }
        return inked;
    }

    /** Without Adobe's segment 255 is full ink, with it 0; YCCK has the colours inverted as well. */
    @ParameterizedTest
    @CsvSource({"-1", "0", "2"})
    void cmyk_is_read_as_it_looks(int transform) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, new Point());
        BufferedImage sheet = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            int x = i % 64;
            int y = i / 64;
            boolean stroke = x >= 24 && x < 32 && y >= 8 && y < 56;
            sheet.setRGB(x, y, stroke ? 0 : 0xffffff);
            int[] paper = transform < 0 ? new int[4] : new int[] {255, 255, 255, 255};
            int[] ink = transform < 0 ? new int[] {0, 0, 0, 255} : new int[] {255, 255, 255, 0};
            if (transform == 2) {
                paper = new int[] {0, 128, 128, 255};
                ink = new int[] {0, 128, 128, 0};
            }
            raster.setPixel(x, y, stroke ? ink : paper);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] pixels = read(transform < 0 ? file.toByteArray() : withAdobe(file.toByteArray(), transform));
        byte[] expected = read(encoded(sheet, "png"));
        for (int i = 0; i < 784; i++) {
            assertThat(pixels[i] & 0xff).as("pixel " + i).isCloseTo(expected[i] & 0xff, within(40));
        }
    }

    private static byte[] withAdobe(byte[] jpeg, int transform) {
        ByteBuffer with = ByteBuffer.allocate(jpeg.length + 16);
        with.put(jpeg, 0, 2).putShort((short) 0xffee).putShort((short) 14);
        with.put("Adobe".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 100)
                .putInt(0);
        return with.put((byte) transform).put(jpeg, 2, jpeg.length - 2).array();
    }
}
