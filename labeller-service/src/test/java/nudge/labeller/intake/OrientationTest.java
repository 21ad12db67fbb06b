package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A photo is taken in as it was seen, however the camera was held. */
class OrientationTest {
    private static final int LONG_SIDE = 120;
    private static final int SHORT_SIDE = 80;

    /** Two strokes that meet in a corner: a long one along the side of row 0, a short one along that of column 0. */
    private static BufferedImage corner(int width, int height, String rowSide, String columnSide) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.BLACK);
        boolean right = rowSide.equals("right") || columnSide.equals("right");
        boolean bottom = rowSide.equals("bottom") || columnSide.equals("bottom");
        boolean rowAcross = rowSide.equals("top") || rowSide.equals("bottom");
        int across = rowAcross ? 60 : 30;
        int down = rowAcross ? 30 : 60;
        int x = right ? width - 10 : 10;
        int y = bottom ? height - 10 : 10;
        pen.fillRect(right ? x - across : x, bottom ? y - 8 : y, across, 8);
        pen.fillRect(right ? x - 8 : x, bottom ? y - down : y, 8, down);
        pen.dispose();
        return picture;
    }

    private static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, file)).isTrue();
        return file.toByteArray();
    }

    /** Exif data with two tags, of which the second is the orientation. */
    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(LONG_SIDE);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    private static byte[] jpeg(BufferedImage picture, byte[] exif) throws IOException {
        byte[] file = encoded(picture, "jpeg");
        ByteBuffer with = ByteBuffer.allocate(file.length + exif.length + 10);
        with.put(file, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.length + 8));
        with.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).put(file, 2, file.length - 2);
        return with.array();
    }

    private static byte[] png(BufferedImage picture, byte[] exif) throws IOException {
        byte[] file = encoded(picture, "png");
        byte[] name = "eXIf".getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(exif);
        int header = 8 + 25;
        ByteBuffer with = ByteBuffer.allocate(file.length + exif.length + 12);
        with.put(file, 0, header).putInt(exif.length).put(name).put(exif).putInt((int) crc.getValue());
        return with.put(file, header, file.length - header).array();
    }

    private static byte[] read(byte[] file, String format) throws IOException {
        return Photo.read(new ByteArrayInputStream(file), format, Limits.USUAL, DecodingTurn.AT_ONCE);
    }

    private static void assertNear(byte[] actual, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i] & 0xff).as("pixel " + i).isCloseTo(expected[i] & 0xff, within(40));
        }
    }

    /** The table of the Exif standard: where row 0 and column 0 of the stored pixels belong. */
    @ParameterizedTest
    @CsvSource({
        "1, top, left",
        "2, top, right",
        "3, bottom, right",
        "4, bottom, left",
        "5, left, top",
        "6, right, top",
        "7, right, bottom",
        "8, left, bottom"
    })
    void a_picture_is_turned_as_it_was_seen(int orientation, String rowSide, String columnSide) throws IOException {
        BufferedImage stored = corner(LONG_SIDE, SHORT_SIDE, "top", "left");
        BufferedImage seen = orientation < 5
                ? corner(LONG_SIDE, SHORT_SIDE, rowSide, columnSide)
                : corner(SHORT_SIDE, LONG_SIDE, rowSide, columnSide);
        assertThat(read(png(stored, exif(orientation, ByteOrder.BIG_ENDIAN)), "png"))
                .isEqualTo(read(encoded(seen, "png"), "png"));
        assertNear(
                read(jpeg(stored, exif(orientation, ByteOrder.LITTLE_ENDIAN)), "jpeg"),
                read(encoded(seen, "png"), "png"));
    }

    @Test
    void what_is_no_orientation_turns_nothing() throws IOException {
        BufferedImage stored = corner(LONG_SIDE, SHORT_SIDE, "top", "left");
        byte[] plain = read(encoded(stored, "jpeg"), "jpeg");
        assertThat(read(jpeg(stored, exif(0, ByteOrder.BIG_ENDIAN)), "jpeg")).isEqualTo(plain);
        assertThat(read(jpeg(stored, exif(9, ByteOrder.BIG_ENDIAN)), "jpeg")).isEqualTo(plain);
        byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
        for (int length = 0; length < 30; length++) {
            assertThat(read(jpeg(stored, Arrays.copyOf(exif, length)), "jpeg"))
                    .as("cut off after " + length)
                    .isEqualTo(plain);
        }
        ByteBuffer.wrap(exif).putInt(4, Integer.MAX_VALUE - 1);
        assertThat(read(jpeg(stored, exif), "jpeg")).as("a directory far away").isEqualTo(plain);
    }

    private static byte[] exifOfType(int type, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.wrap(exif(6, order)).order(order);
        tiff.putShort(24, (short) type);
        if (type == 4) {
            tiff.putInt(30, 6);
        } else {
            tiff.put(30, (byte) 6);
        }
        return tiff.array();
    }

    /** The picture behind some bytes after its start. */
    private static byte[] behind(byte[] jpeg, byte[] bytes) {
        ByteBuffer with = ByteBuffer.allocate(jpeg.length + bytes.length);
        return with.put(jpeg, 0, 2).put(bytes).put(jpeg, 2, jpeg.length - 2).array();
    }

    @Test
    void a_number_of_any_width_fill_bytes_and_other_segments_before_it_are_understood() throws IOException {
        BufferedImage stored = corner(LONG_SIDE, SHORT_SIDE, "top", "left");
        byte[] turned = jpeg(stored, exif(6, ByteOrder.BIG_ENDIAN));
        byte[] expected = read(turned, "jpeg");
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            for (int type : new int[] {1, 4}) {
                assertThat(read(jpeg(stored, exifOfType(type, order)), "jpeg"))
                        .as(order + ", type " + type)
                        .isEqualTo(expected);
            }
        }
        assertThat(read(behind(turned, new byte[] {-1, -1, -1}), "jpeg"))
                .as("fill bytes")
                .isEqualTo(expected);
        byte[] xmp = "\u00ff\u00e1\0\thttp://".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(behind(turned, xmp), "jpeg")).as("XMP before it").isEqualTo(expected);
        byte[] silent = Arrays.copyOf(jpeg(stored, exif(0, ByteOrder.BIG_ENDIAN)), 2 + 4 + 6 + 38);
        assertThat(read(behind(turned, Arrays.copyOfRange(silent, 2, silent.length)), "jpeg"))
                .as("Exif that does not say")
                .isEqualTo(expected);
    }

    @Test
    void exif_in_a_png_may_begin_with_its_name() throws IOException {
        BufferedImage stored = corner(LONG_SIDE, SHORT_SIDE, "top", "left");
        byte[] exif = exif(6, ByteOrder.LITTLE_ENDIAN);
        byte[] named = new byte[exif.length + 6];
        System.arraycopy("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 0, named, 0, 6);
        System.arraycopy(exif, 0, named, 6, exif.length);
        assertThat(read(png(stored, named), "png")).isEqualTo(read(png(stored, exif), "png"));
    }

    @Test
    void the_photos_that_people_sent_are_turned() throws IOException {
        for (String name : new String[] {"jpeg-exif6-as-long.jpg", "jpeg-exif6-after-fill-bytes.jpg"}) {
            byte[] photo = PictureCoatsTest.resource(name);
            assertThat(Orientation.of(photo)).as(name).isEqualTo(new Orientation(true, false, true));
            assertThat(read(photo, "jpeg")).hasSize(784);
        }
    }
}
