package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that is cut off, or made to fill a memory, is refused in one line. */
class DamagedPictureTest {
    private static BufferedImage stroke() {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 4096; i++) {
            boolean ink = i % 64 >= 24 && i % 64 < 32 && i / 64 >= 8 && i / 64 < 56;
            picture.getRaster().setSample(i % 64, i / 64, 0, ink ? i % 50 : 250 - i % 7);
        }
        return picture;
    }

    private static void assertRefused(byte[] file, String reason) {
        long began = System.nanoTime();
        assertThatThrownBy(() -> PictureCoatsTest.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
    void a_picture_that_is_cut_off_anywhere_is_refused(String format) throws IOException {
        byte[] whole = PictureCoatsTest.encoded(stroke(), format);
        assertThat(PictureCoatsTest.read(whole)).hasSize(784);
        int step = Math.max(1, whole.length / 60);
        for (int length = 18; length < whole.length; length += step) {
            assertRefused(
                    Arrays.copyOf(whole, length), "expected a whole " + format.toUpperCase(java.util.Locale.ROOT));
        }
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "expected a whole");
    }

    @Test
    void a_jpeg_that_is_cut_off_and_closed_again_is_refused() throws IOException {
        byte[] cut = PictureCoatsTest.resource("jpeg-truncated.jpg");
        assertThat(PictureCoatsTest.read(PictureCoatsTest.resource("jpeg-truncated-whole.jpg")))
                .hasSize(784);
        assertRefused(cut, "expected a whole JPEG");
        byte[] closed = Arrays.copyOf(cut, cut.length + 2);
        closed[cut.length] = (byte) 0xff;
        closed[cut.length + 1] = (byte) 0xd9;
        assertRefused(closed, "expected a whole JPEG");
    }

    @Test
    void a_png_with_a_changed_bit_is_refused() throws IOException {
        byte[] png = PictureCoatsTest.encoded(stroke(), "png");
        png[png.length / 2] ^= 4;
        assertRefused(png, "a checksum is wrong");
    }

    @ParameterizedTest
    @CsvSource({"gif, an animated GIF of 2", "tiff, a TIFF of several pages"})
    void several_pictures_in_one_are_refused(String format, String reason) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            writer.writeToSequence(new IIOImage(stroke(), null, null), null);
            writer.writeToSequence(new IIOImage(stroke(), null, null), null);
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        assertRefused(file.toByteArray(), reason);
    }

    @Test
    void a_gif_or_bmp_of_a_few_bytes_that_asks_for_gigabytes_is_refused() throws IOException {
        byte[] gif = PictureCoatsTest.encoded(stroke(), "gif");
        ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 65535);
        assertRefused(gif, "at most 4096 x 4096");
        byte[] bmp = PictureCoatsTest.encoded(stroke(), "bmp");
        for (int at : new int[] {10, 18, 22, 46}) {
            byte[] bomb = bmp.clone();
            ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 0x7fff_ff00);
            assertRefused(bomb, "numbers that are too large");
        }
        bmp[30] = 4;
        assertRefused(bmp, "compression 4");
    }

    /** Each with the one number that asks for too much. */
    @ParameterizedTest
    @CsvSource({
        "256, 2000000000, at most 4096",
        "257, 2000000000, at most 4096",
        "322, 2000000000, tiles of",
        "277, 60000, 5 samples",
        "258, 60000, 16 bits",
        "259, 7, one with JPEG inside",
        "279, 2000000000, behind the end",
        "339, 3, whole numbers"
    })
    void a_tiff_of_a_few_bytes_that_asks_for_too_much_is_refused(int tag, int value, String reason) {
        assertThat(tiff(0, 0)).hasSizeLessThan(1 << 10);
        assertRefused(tiff(tag, value), reason);
    }

    /** A value array of 2 GB, in a tag that the pixels do not need, is not looked at. */
    @Test
    void what_a_tiff_says_besides_its_pixels_is_left_out() throws IOException {
        byte[] plain = tiff(0, 0);
        byte[] expected = PictureCoatsTest.read(plain);
        byte[] boasting = tiff(40_000, 1);
        ByteBuffer file = ByteBuffer.wrap(boasting);
        file.putInt(10 + 12 * 9 + 4, Integer.MAX_VALUE);
        assertThat(PictureCoatsTest.read(boasting)).isEqualTo(expected);
    }

    /** 28 x 28 in 8-bit grey, ten tags and one more or another value. */
    private static byte[] tiff(int changed, int value) {
        int[][] tags = {
            {256, 28}, {257, 28}, {258, 8}, {259, 1}, {262, 1}, {273, 160}, {277, 1}, {278, 28}, {279, 784}, {0, 0}
        };
        boolean known = Arrays.stream(tags).anyMatch(tag -> tag[0] == changed);
        ByteBuffer file = ByteBuffer.allocate(160 + 784);
        file.put("MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        file.putShort((short) (known ? 9 : 10));
        for (int[] tag : tags) {
            if (tag[0] == 0 && known) {
                continue;
            }
            int number = tag[0] == changed ? value : tag[1];
            file.putShort((short) (tag[0] == 0 ? changed == 0 ? 65_000 : changed : tag[0]));
            file.putShort((short) 4).putInt(1).putInt(tag[0] == 0 ? value : number);
        }
        file.putInt(0);
        for (int i = 0; i < 784; i++) {
            file.put(160 + i, (byte) (i % 28 > 11 && i % 28 < 15 && i > 140 && i < 640 ? 255 : 0));
        }
        return file.array();
    }

    @ParameterizedTest
    @CsvSource({
        "5249464600000000574542505650384c, WebP",
        "00000018667479706865696300000000, HEIC",
        "00000018667479706176696600000000, AVIF",
        "0000000c6a5020200d0a870a00000000, JPEG 2000",
        "255044462d312e370a00000000000000, PDF",
        "4d4d002b000800000000000000000010, BigTIFF"
    })
    void what_is_not_read_is_refused_by_its_name(String start, String name) throws IOException {
        String[] reason = new String[1];
        new Intake(Limits.USUAL, false)
                .read("a", new ByteArrayInputStream(java.util.HexFormat.of().parseHex(start)), new ImageSink() {
                    @Override
                    public void image(String image, byte[] pixels, @Nullable Integer digit) {
                        throw new AssertionError(image);
                    }

                    @Override
                    public void unreadable(String image, String why) {
                        reason[0] = why;
                    }
                });
        assertThat(reason[0]).contains("(" + name + "): save it as PNG");
    }
}
