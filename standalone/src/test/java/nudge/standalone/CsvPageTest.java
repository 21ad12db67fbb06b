package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A CSV on its way into a Nudge: it is shown before it is stored. */
@Tag("server")
@ExtendWith(PagesNudge.Shared.class)
class CsvPageTest {
    private static final Mnist MNIST = Mnist.test();

    private final PagesNudge nudge;
    private final Chromium page;

    @TempDir
    private Path folder;

    CsvPageTest(PagesNudge nudge) {
        this.nudge = nudge;
        this.page = nudge.browser;
    }

    @BeforeEach
    void open() {
        page.closeTab();
        page.open("/images.html");
        page.await(() -> !page.all("#grid .cell").isEmpty());
    }

    /** A digit of MNIST as in a mirror: it is not in the pool. */
    private static byte[] mirrored(int index) {
        byte[] digit = MNIST.image(index);
        byte[] mirrored = new byte[digit.length];
        for (int i = 0; i < digit.length; i++) {
            mirrored[i] = digit[28 * (i / 28) + 27 - i % 28];
        }
        return mirrored;
    }

    /** The same with hardly any ink. */
    private static byte[] pale(int index) {
        byte[] pale = mirrored(index);
        for (int i = 0; i < pale.length; i++) {
            pale[i] = (byte) ((pale[i] & 0xff) > 127 ? 1 : 0);
        }
        return pale;
    }

    /** An id, the pixels, and the label at the end. */
    private static String labelLast(int from, int to, IntFunction<byte[]> images) {
        StringBuilder csv = new StringBuilder("id");
        for (int pixel = 1; pixel <= 784; pixel++) {
            csv.append(",pixel").append(pixel);
        }
        csv.append(",class\n");
        for (int index = from; index < to; index++) {
            csv.append(1_000 + index);
            for (byte pixel : images.apply(index)) {
                csv.append(',').append(pixel & 0xff);
            }
            csv.append(',').append(MNIST.digit(index)).append('\n');
        }
        return csv.toString();
    }

    private void choose(String name, String csv) throws IOException {
        page.one("#files").sendKeys(Files.writeString(folder.resolve(name), csv).toString());
        page.await(() -> page.one("#csv").isDisplayed());
    }

    private void awaitMessage(String text) {
        page.await(() -> page.text("#csv-message").contains(text));
    }

    private void assertStored(byte[] pixels, int digit) throws InterruptedException {
        assertThat(nudge.api.get(path(pixels)).get("digit").asInt()).isEqualTo(digit);
    }

    private void assertNotStored(byte[] pixels) {
        assertThatThrownBy(() -> nudge.api.get(path(pixels))).hasMessageContaining("404");
    }

    private static String path(byte[] pixels) {
        return "/api/images/" + Pixels.of(pixels).imageId();
    }

    @Test
    void columns_counts_and_nine_pictures_are_shown_before_anything_is_stored() throws Exception {
        choose("digits.csv", labelLast(0, 12, CsvPageTest::mirrored) + "1,2\n");
        awaitMessage("Nothing is stored yet. 1 row cannot be read");
        assertThat(page.text("#csv-facts"))
                .contains(
                        "UTF-8, separated by comma", "786, named by a header", "pixel1 to pixel784, ink from 0 to 255")
                .contains("Label\nclass", "Left out\nid", "12, 12 labelled, 1 not read")
                .contains("0: 2 · 1: 2 · 2: 1");
        assertThat(page.all("#csv-pictures img")).hasSize(9);
        assertThat(page.text("#csv-failures")).contains("line 14: expected 786 columns, got 2");
        assertNotStored(mirrored(0));
        page.awaitStill();
        assertThat(page.violations()).isEmpty();
        page.screenshot("csv");
        page.phone(true);
        page.awaitStill();
        assertThat(page.width()).isLessThanOrEqualTo(360);
        page.screenshot("csv-phone");
        page.phone(false);
        page.choose("#csv-import");
        page.await(() -> page.text("#sum").equals("12 added, 12 labelled, 1 not read in all."));
        for (int index = 0; index < 12; index++) {
            assertStored(mirrored(index), MNIST.digit(index));
        }
    }

    @Test
    void a_csv_that_does_not_tell_its_label_waits_for_the_person_to_say_it_and_may_be_left() throws Exception {
        String both = labelLast(20, 30, CsvPageTest::mirrored)
                .replaceFirst(".*\n", "")
                .replaceAll("(?m)^\\d+,0,(.*),(\\d)$", "$2,$1,$2");
        choose("both.csv", both);
        awaitMessage("Nothing of it can be imported so.");
        assertThat(page.text("#csv-failures")).contains("say which it is with --label");
        assertThat(page.one("#csv-import").isEnabled()).isFalse();
        page.tabTo("#csv-label");
        page.press("The la");
        awaitMessage("Nothing is stored yet. Do the pictures");
        assertThat(page.text("#csv-facts")).contains("column 785", "10, 10 labelled");
        assertThat(page.one("#csv-import").isEnabled()).isTrue();
        page.choose("#csv-cancel");
        page.await(() -> page.text(".upload").contains("Not imported"));
        assertThat(page.text("#sum")).isEqualTo("0 added in all.");
    }

    @Test
    void a_csv_in_a_zip_is_shown_as_well_and_escape_leaves_it() throws Exception {
        Path zip = folder.resolve("archive.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("data/train.csv"));
            out.write(labelLast(30, 33, CsvPageTest::mirrored).getBytes(StandardCharsets.UTF_8));
        }
        page.one("#files").sendKeys(zip.toString());
        awaitMessage("Do the pictures show");
        assertThat(page.text("#csv-facts")).contains("Label\nclass", "3, 3 labelled");
        page.press(Keys.ESCAPE);
        page.await(() -> page.text(".upload").contains("Not imported"));
        assertNotStored(mirrored(30));
    }

    @Test
    void what_was_left_out_and_guessed_of_a_zip_is_shown_before_the_import_and_after_it() throws Exception {
        Path zip = folder.resolve("guess.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), Charset.forName("windows-1252"))) {
            for (String name : List.of("größe.csv", ".DS_Store", "__MACOSX/._a.csv")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(labelLast(40, 42, CsvPageTest::mirrored).getBytes(StandardCharsets.UTF_8));
            }
        }
        page.one("#files").sendKeys(zip.toString());
        awaitMessage("Do the pictures show");
        String note = "guess.zip: a guess: one name is written in windows-1252, such as größe.csv";
        assertThat(page.text("#csv-facts")).contains("2, 2 labelled, 2 hidden or system files left out");
        assertThat(page.text("#csv-notes")).isEqualTo(note);
        page.choose("#csv-import");
        String counts = "2 added, 2 labelled, 2 hidden or system files left out";
        page.await(() -> page.text("#sum").equals(counts + " in all."));
        assertThat(page.text(".upload")).contains(counts);
        assertThat(page.text(".upload-notes")).isEqualTo(note);
        assertThat(page.violations()).isEmpty();
    }

    @Test
    void the_command_sends_in_parts_what_the_whole_file_was_understood_to_be() throws Exception {
        String pale = labelLast(300, 600, CsvPageTest::pale);
        String dark = labelLast(600, 900, CsvPageTest::mirrored).replaceFirst(".*\n", "");
        Path file = Files.writeString(folder.resolve("parts.csv"), pale + dark);
        StringWriter out = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("import", "--data", nudge.data().toString(), file.toString());
        assertThat(out.toString()).contains("600 labelled, 0 not read");
        assertThat(exitCode).isZero();
        for (int index : new int[] {300, 555, 556, 599}) {
            assertStored(pale(index), MNIST.digit(index));
        }
        for (int index : new int[] {600, 899}) {
            assertStored(mirrored(index), MNIST.digit(index));
        }
    }
}
