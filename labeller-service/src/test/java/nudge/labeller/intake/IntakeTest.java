package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import nudge.mnist.Mnist;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Limits SMALL = new Limits(5, 1 << 20, 500, 32, Duration.ofSeconds(10), 8 << 20, 200);

    /** What a file held. */
    private static final class Read implements ImageSink {
        final List<byte[]> pixels = new ArrayList<>();
        final List<@Nullable Integer> digits = new ArrayList<>();
        final List<String> failures = new ArrayList<>();

        static Read of(byte[] file) throws IOException {
            return of("file", file);
        }

        static Read of(String name, byte[] file) throws IOException {
            Read read = new Read();
            new Intake(SMALL, true).read(name, new ByteArrayInputStream(file), read);
            return read;
        }

        @Override
        public void image(String name, byte[] image, @Nullable Integer digit) {
            pixels.add(image);
            digits.add(digit);
        }

        @Override
        public void unreadable(String name, String reason) {
            failures.add(name + ": " + reason);
        }
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A bar of ink, 40 wide and 200 high, on paper of 300 x 400. */
    private static BufferedImage bar(Color paper, Color ink) {
        BufferedImage image = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(paper);
        graphics.fillRect(0, 0, 300, 400);
        graphics.setColor(ink);
        graphics.fillRect(20, 60, 40, 200);
        graphics.dispose();
        return image;
    }

    private static byte[] mnistPng(int index) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 28, 28, Mnist.test().image(index));
        return encoded(image, "png");
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] idxImages(int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        for (int header : new int[] {0x803, count, 28, 28}) {
            data.writeInt(header);
        }
        for (int i = 0; i < count; i++) {
            data.write(Mnist.test().image(i));
        }
        return out.toByteArray();
    }

    private static byte[] idxLabels(int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(0x801);
        data.writeInt(labels.length);
        for (int label : labels) {
            data.write(label);
        }
        return out.toByteArray();
    }

    @Test
    void ink_is_cut_out_scaled_to_a_box_of_20_and_centred_whether_dark_or_light() throws IOException {
        for (BufferedImage image : List.of(bar(Color.WHITE, Color.BLACK), bar(Color.BLACK, Color.WHITE))) {
            byte[] pixels = Read.of(encoded(image, "png")).pixels.get(0);
            for (int y = 0; y < 28; y++) {
                for (int x = 0; x < 28; x++) {
                    boolean ink = y >= 4 && y < 24 && x >= 12 && x < 16;
                    assertThat(pixels[28 * y + x] & 0xff).as(x + ", " + y).isEqualTo(ink ? 255 : 0);
                }
            }
        }
    }

    @Test
    void a_jpeg_with_grey_paper_pale_ink_and_dust_is_the_same_digit() throws IOException {
        BufferedImage image = bar(new Color(200, 195, 180), new Color(70, 80, 110));
        image.setRGB(280, 380, 0);
        byte[] clean =
                Read.of(encoded(bar(Color.WHITE, Color.BLACK), "png")).pixels.get(0);
        byte[] pixels = Read.of(encoded(image, "jpg")).pixels.get(0);
        for (int i = 0; i < pixels.length; i++) {
            assertThat((pixels[i] & 0xff) - (clean[i] & 0xff)).as("pixel " + i).isBetween(-60, 60);
        }
    }

    @Test
    void a_picture_of_mnist_stays_as_it_is() throws IOException {
        Read read = Read.of("7/a.png", mnistPng(0));
        assertThat(read.pixels.get(0)).isEqualTo(Mnist.test().image(0));
        assertThat(read.digits).containsExactly(7);
        assertThat(Read.of("77/a.png", mnistPng(0)).digits.get(0)).isNull();
    }

    @Test
    void blank_huge_and_broken_pictures_are_named_with_the_reason() throws IOException {
        byte[] good = encoded(bar(Color.WHITE, Color.BLACK), "png");
        assertThat(Read.of(encoded(bar(Color.GRAY, Color.GRAY), "png")).failures)
                .singleElement()
                .asString()
                .contains("nearly one colour");
        BufferedImage huge = new BufferedImage(501, 3, BufferedImage.TYPE_BYTE_BINARY);
        assertThat(Read.of(encoded(huge, "png")).failures)
                .singleElement()
                .asString()
                .contains("got 501 x 3");
        for (int length : new int[] {9, 20, 40, good.length / 2}) {
            assertThat(Read.of("cut.png", Arrays.copyOf(good, length)).failures)
                    .as("cut at " + length)
                    .singleElement()
                    .asString()
                    .startsWith("cut.png: expected a whole PNG");
        }
        assertThat(Read.of(new byte[0]).failures).singleElement().asString().contains("empty file");
        assertThat(Read.of("GIF89a\1".getBytes(StandardCharsets.US_ASCII)).failures)
                .singleElement()
                .asString()
                .contains("something else");
    }

    @Test
    void a_zip_goes_on_behind_what_is_bad_and_paths_that_lead_out_are_refused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("__MACOSX/._a.png", new byte[] {1});
        files.put("../../etc/3/a.png", mnistPng(0));
        files.put("/3/b.png", mnistPng(1));
        files.put("digits/3/c.png", mnistPng(2));
        files.put("inner.zip", zip(Map.of("3/d.png", mnistPng(3))));
        Read read = Read.of(zip(files));
        assertThat(read.digits).containsExactly(3);
        assertThat(read.failures).hasSize(3);
        assertThat(read.failures.get(0)).contains("leads out");
        assertThat(read.failures.get(1)).contains("leads out");
        assertThat(read.failures.get(2)).contains("ZIP inside a ZIP");
    }

    @Test
    void bombs_are_refused_while_they_swell() throws IOException {
        byte[] zeros = new byte[4 << 20];
        Arrays.fill(zeros, (byte) ',');
        Read zip = Read.of(zip(Map.of("bomb.csv", zeros)));
        assertThat(zip.failures).last().asString().contains("200 times the packed ones");
        assertThat(Read.of(gzip(zeros)).failures).last().asString().contains("200 times the packed ones");
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            many.put(i + ".csv", new byte[0]);
        }
        assertThat(Read.of(zip(many)).failures).singleElement().asString().contains("at most 5 files, got 6");
    }

    @Test
    void truncated_zips_and_gzips_are_named() throws IOException {
        byte[] zip = zip(Map.of("a.png", mnistPng(0)));
        assertThat(Read.of(Arrays.copyOf(zip, zip.length - 30)).failures)
                .singleElement()
                .asString()
                .contains("expected a whole ZIP");
        byte[] idx = gzip(idxImages(3));
        Read cut = Read.of(Arrays.copyOf(idx, idx.length - 100));
        assertThat(cut.failures).singleElement().asString().contains("truncated");
    }

    @Test
    void idx_comes_alone_or_with_its_labels() throws IOException {
        Read alone = Read.of(gzip(idxImages(3)));
        assertThat(alone.pixels).hasSize(3);
        assertThat(alone.pixels.get(2)).isEqualTo(Mnist.test().image(2));
        assertThat(alone.digits).containsOnlyNulls();
        Read pair = Read.of(zip(Map.of(
                "x/t10k-labels-idx1-ubyte.gz", gzip(idxLabels(7, 2, 11)), "x/t10k-images-idx3-ubyte", idxImages(3))));
        assertThat(pair.digits).containsExactly(7, 2);
        assertThat(pair.failures).singleElement().asString().contains("image 2: expected a label from 0 to 9, got 11");
        assertThat(Read.of(Arrays.copyOf(idxImages(3), 2000)).failures)
                .singleElement()
                .asString()
                .contains("after 2");
        assertThat(Read.of(idxLabels(7)).failures).singleElement().asString().contains("labels come with their images");
    }

    @Test
    void csv_comes_with_a_header_or_without_and_bad_lines_are_named() throws IOException {
        String row = ",255" + ",0".repeat(783);
        String csv = "label,pixel0\r\n7" + row + "\r\n" + row + "\r\n12" + row + "\n1,2,3\n" + "9".repeat(20_000)
                + "\n3" + row.replace("255", "256") + "\n4" + row;
        Read read = Read.of("a.csv", csv.getBytes(StandardCharsets.UTF_8));
        assertThat(read.digits).containsExactly(7, null, 4);
        assertThat(read.pixels.get(0)[0]).isEqualTo((byte) 255);
        assertThat(read.failures).hasSize(4);
        assertThat(read.failures.get(0))
                .isEqualTo("a.csv line 4: expected the label to be a whole number from 0 to 9, got 12");
        assertThat(read.failures.get(3)).contains("line 7: expected pixel 0");
    }
}
