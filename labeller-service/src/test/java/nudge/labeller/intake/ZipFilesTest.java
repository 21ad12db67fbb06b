package nudge.labeller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import nudge.mnist.Mnist;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

/** ZIPs as people have them: what is strange in one is named, and the rest comes in. */
class ZipFilesTest {
    private static byte[] png(int index) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 28, 28, Mnist.test().image(index));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] zip(Charset names, String... paths) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            zip.setEncoding(names.name());
            zip.setUseLanguageEncodingFlag(false);
            for (int i = 0; i < paths.length; i++) {
                zip.putArchiveEntry(new ZipArchiveEntry(paths[i]));
                zip.write(png(i));
                zip.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    /** Three images in stored files of 3/, whose offsets are easily found. */
    private static byte[] stored() throws IOException {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
            zip.setMethod(ZipEntry.STORED);
            for (int i = 0; i < 3; i++) {
                zip.putArchiveEntry(new ZipArchiveEntry("3/" + i + ".png"));
                zip.write(png(i));
                zip.closeArchiveEntry();
            }
        }
        return Arrays.copyOf(channel.array(), (int) channel.size());
    }

    /** Where one of the headers begins, the first of which is the 0th. */
    private static int header(byte[] zip, int signature, int index) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int seen = 0;
        for (int at = 0; at + 4 <= zip.length; at++) {
            if (bytes.getInt(at) == signature && seen++ == index) {
                return at;
            }
        }
        throw new AssertionError("no header " + index);
    }

    private static int local(byte[] zip, int index) {
        return header(zip, 0x0403_4b50, index);
    }

    private static int central(byte[] zip, int index) {
        return header(zip, 0x0201_4b50, index);
    }

    private static void assertOneIsLeftOut(byte[] zip, String reason) throws IOException {
        ReadImages read = ReadImages.of("a.zip", zip);
        assertThat(read.names).containsExactly("3/0.png", "3/2.png");
        assertThat(read.pixels.get(1)).isEqualTo(Mnist.test().image(2));
        assertThat(read.failures)
                .singleElement()
                .asString()
                .startsWith("3/1.png: expected")
                .contains(reason);
        assertThat(read.failures.get(0)).doesNotContain("\n", "Exception");
    }

    @Test
    void backslashes_are_separators_and_still_lead_nowhere_else() throws IOException {
        ReadImages read = ReadImages.ofArchive("zip-backslash.zip");
        assertThat(read.names).containsExactly("digits/3/a.png", "digits/4/b.png");
        assertThat(read.digits).containsExactly(3, 4);
        assertThat(read.failures).isEmpty();
        ReadImages leading = ReadImages.of(
                "a.zip",
                zip(StandardCharsets.UTF_8, "..\\3\\a.png", "C:\\3\\a.png", "\\\\host\\3\\a.png", ".\\3\\a.png"));
        assertThat(leading.names).containsExactly("3/a.png");
        assertThat(leading.failures).hasSize(3).allMatch(failure -> failure.contains("leads out"));
    }

    @Test
    void names_in_an_old_charset_are_guessed_and_the_guess_is_shown() throws IOException {
        ReadImages read = ReadImages.ofArchive("zip-cp437-name.zip");
        assertThat(read.names).containsExactly("Übung/5/größe.png", "ok/6/plain.png");
        assertThat(read.digits).containsExactly(5, 6);
        assertThat(read.failures).isEmpty();
        assertThat(read.notes)
                .containsExactly(
                        "zip-cp437-name.zip: a guess: one name is written in IBM437, such as Übung/5/größe.png");
        ReadImages windows = ReadImages.of(
                "a.zip", zip(Charset.forName("windows-1252"), "Größe/1.png", "größer/2.png", "plain/3.png"));
        assertThat(windows.names).containsExactly("Größe/1.png", "größer/2.png", "plain/3.png");
        assertThat(windows.notes)
                .containsExactly("a.zip: a guess: 2 names are written in windows-1252, such as Größe/1.png");
    }

    @Test
    void utf_8_is_no_guess_with_its_flag_without_it_or_in_info_zips_extra_field() throws IOException {
        ByteArrayOutputStream flagged = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(flagged)) {
            zip.putNextEntry(new ZipEntry("größe.png"));
            zip.write(png(0));
        }
        ByteArrayOutputStream extra = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(extra)) {
            zip.setEncoding("IBM437");
            zip.setUseLanguageEncodingFlag(false);
            zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS);
            zip.putArchiveEntry(new ZipArchiveEntry("größe.png"));
            zip.write(png(0));
            zip.closeArchiveEntry();
        }
        for (byte[] zip :
                new byte[][] {flagged.toByteArray(), zip(StandardCharsets.UTF_8, "größe.png"), extra.toByteArray()}) {
            ReadImages read = ReadImages.of("a.zip", zip);
            assertThat(read.names).containsExactly("größe.png");
            assertThat(read.notes).isEmpty();
        }
    }

    @Test
    void a_file_packed_by_another_method_is_named() throws IOException {
        ReadImages read = ReadImages.ofArchive("zip-one-bzip2-entry.zip");
        assertThat(read.names).containsExactly("3/good.png");
        assertThat(read.failures)
                .containsExactly(
                        "4/bz.png: expected a file that is stored or deflated, got one packed by method 12 (BZIP2): pack it anew");
        byte[] unknown = stored();
        unknown[central(unknown, 1) + 10] = 77;
        assertOneIsLeftOut(unknown, "packed by method 77: pack it anew");
    }

    @Test
    void an_encrypted_file_is_named() throws IOException {
        byte[] zip = stored();
        zip[central(zip, 1) + 8] |= 1;
        assertOneIsLeftOut(zip, "encrypted one: pack it anew without a password");
    }

    @Test
    void a_link_is_named() throws IOException {
        byte[] zip = stored();
        zip[central(zip, 1) + 5] = 3; // Unix
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(central(zip, 1) + 38, 0xa1ff << 16);
        assertOneIsLeftOut(zip, "got a link");
    }

    @Test
    void a_damaged_file_is_left_out_whole() throws IOException {
        byte[] content = stored();
        content[local(content, 1) + 30 + "3/1.png".length() + 100] ^= 1;
        assertOneIsLeftOut(content, "checksum (CRC-32) is another");
        byte[] length = stored();
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(central(length, 1) + 24, 50);
        assertOneIsLeftOut(length, "expected 50 bytes, got");
    }

    @Test
    void a_directory_that_leads_behind_the_end_is_refused_in_one_line() throws IOException {
        byte[] offset = stored();
        ByteBuffer.wrap(offset).order(ByteOrder.LITTLE_ENDIAN).putInt(central(offset, 1) + 42, 1 << 30);
        ReadImages read = ReadImages.of("a.zip", offset);
        assertThat(read.pixels).isEmpty();
        assertThat(read.failures).singleElement().asString().contains("expected a whole ZIP, got one that is damaged");
    }

    @Test
    void a_csv_that_was_damaged_gives_none_of_its_lines() throws IOException {
        String row = "7" + ",0".repeat(784) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("a.csv"));
            zip.write(row.repeat(300).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] zip = out.toByteArray();
        assertThat(ReadImages.of("a.zip", zip).pixels).hasSize(300);
        zip[zip.length / 2] = '1';
        ReadImages read = ReadImages.of("a.zip", zip);
        assertThat(read.pixels).isEmpty();
        assertThat(read.failures).singleElement().asString().contains("a.csv", "CRC-32");
    }

    @Test
    void the_central_directory_counts_where_local_headers_say_something_else() throws IOException {
        byte[] zip = stored();
        zip[local(zip, 1) + 30] = '9';
        ReadImages read = ReadImages.of("a.zip", zip);
        assertThat(read.names).containsExactly("3/0.png", "3/1.png", "3/2.png");
        assertThat(read.failures).isEmpty();
    }

    @Test
    void zip64_data_descriptors_and_what_stands_in_front_are_read() throws IOException {
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(large)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.putArchiveEntry(new ZipArchiveEntry("3/a.png"));
            zip.write(png(0));
            zip.closeArchiveEntry();
        }
        assertThat(ReadImages.of("a.zip", large.toByteArray()).digits).containsExactly(3);
        for (String front : new String[] {"MZ a program", "# a note, and a comma\n"}) {
            ByteArrayOutputStream prefixed = new ByteArrayOutputStream();
            prefixed.write(front.getBytes(StandardCharsets.US_ASCII));
            prefixed.write(stored());
            ReadImages read = ReadImages.of("a.ZIP", prefixed.toByteArray());
            assertThat(read.failures).isEmpty();
            assertThat(read.digits).containsExactly(3, 3, 3);
        }
    }

    @Test
    void hidden_and_system_files_are_left_out_and_counted() throws IOException {
        ReadImages read = ReadImages.ofArchive("zip-hidden-folders.zip");
        assertThat(read.names).containsExactly("d/7.png");
        assertThat(read.leftOut)
                .containsExactlyInAnyOrder(
                        "d/.DS_Store",
                        "__MACOSX/d/._7.png",
                        "d/.ipynb_checkpoints/7-checkpoint.png",
                        "d/@eaDir/7.png/SYNOPHOTO_THUMB.png",
                        "d/desktop.ini",
                        "d/Thumbs.db",
                        "sub/__MACOSX/._x.png");
    }

    @Test
    void a_zip_without_images_is_a_failure() throws IOException {
        ReadImages hidden = ReadImages.of("a.zip", zip(StandardCharsets.UTF_8, "__MACOSX/a.png", ".x/b.png", "c/"));
        assertThat(hidden.failures)
                .containsExactly(
                        "a.zip: expected a ZIP of PNG, JPEG, IDX or CSV files, found none in it but 2 hidden or system files");
        ReadImages empty = ReadImages.of("a.zip", zip(StandardCharsets.UTF_8));
        assertThat(empty.failures)
                .containsExactly("a.zip: expected a ZIP of PNG, JPEG, IDX or CSV files, found none in it");
    }

    @Test
    void a_directory_that_would_fill_the_memory_is_refused_before_it_is_taken_in() throws IOException {
        String longName = "a".repeat(60_000);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            files.put(longName + i, new byte[0]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : files.keySet()) {
                zip.putNextEntry(new ZipEntry(name));
            }
        }
        assertThat(ReadImages.of("a.zip", out.toByteArray()).failures)
                .containsExactly(
                        "a.zip: expected a ZIP whose directory has at most 16 MB, got a larger one: send it in parts");
    }

    @Test
    void other_archives_are_refused_by_their_names() throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("3/a.png".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 7);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write(tar);
        }
        Map<String, byte[]> archives = Map.of(
                "got a tar archive: unpack it",
                tar,
                "got a tar archive: unpack it, and",
                packed.toByteArray(),
                "got a 7z archive: unpack it",
                new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4},
                "got a RAR archive: unpack it",
                new byte[] {'R', 'a', 'r', '!', 0x1a, 7, 0});
        for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
            assertThat(ReadImages.of("a", archive.getValue()).failures)
                    .singleElement()
                    .asString()
                    .contains(archive.getKey());
        }
    }
}
