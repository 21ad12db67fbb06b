package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./nudge import --dry-run}, which needs no Nudge. */
class ImportPreviewTextTest {
    private static final Mnist MNIST = Mnist.test();

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String error) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), error.toString());
    }

    /** Images of MNIST with an id in front and the label behind. */
    private static String csv(int rows) {
        StringBuilder csv = new StringBuilder("id");
        for (int pixel = 1; pixel <= 784; pixel++) {
            csv.append(";pixel").append(pixel);
        }
        csv.append(";class\n");
        for (int row = 0; row < rows; row++) {
            csv.append("img").append(row);
            for (byte pixel : MNIST.image(row)) {
                csv.append(';').append(String.valueOf((pixel & 0xff) / 255.0).replace('.', ','));
            }
            csv.append(';').append(MNIST.digit(row)).append('\n');
        }
        return csv.toString();
    }

    @Test
    void a_dry_run_shows_columns_counts_and_nine_pictures_with_their_labels() throws IOException {
        Path file = folder.resolve("digits.csv");
        Files.writeString(file, csv(20) + "1;2\n");
        Ended shown = run("import", "--dry-run", file.toString());
        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(shown.out())
                .startsWith(file + "\n")
                .contains("UTF-8, separated by semicolon")
                .contains("786, named by a header")
                .contains("label      class\n")
                .contains("pixels     pixel1 to pixel784, ink from 0 to 1\n")
                .contains("left out   id\n")
                .contains("20 images, 20 labelled, 1 not read; nothing is stored")
                .contains("0: 3  1: 3  2: 1  3: 1  4: 3  5: 2  6: 1  7: 2  8: 0  9: 4")
                .contains("line 22: expected 786 columns, got 2");
        assertThat(shown.out().split("label \\d")).as("pictures").hasSize(10);
        assertThat(shown.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(160));
    }

    @Test
    void a_gzipped_file_is_shown_without_being_unpacked_on_disk_and_options_say_what_it_does_not() throws IOException {
        Path file = folder.resolve("digits.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(csv(3).replace("class", "number").getBytes(StandardCharsets.UTF_8));
        }
        Ended refused = run("import", "--dry-run", file.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("0 images", "got number: say which it is with --label");
        Ended named = run("import", "--dry-run", "--json", "--label", "number", file.toString());
        assertThat(named.exitCode()).isZero();
        JsonNode json = new JsonMapper().readTree(named.out());
        assertThat(json.get("labelled").asInt()).isEqualTo(3);
        assertThat(json.get("tables").get(0).get("form").get("label").asString())
                .isEqualTo("number");
    }

    @Test
    void a_dry_run_tells_what_is_left_out_and_guessed() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Files.writeString(pictures.resolve(".hidden"), "no image");
        Path zip = pictures.resolve("guess.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), Charset.forName("windows-1252"))) {
            for (String name : List.of("größe.csv", ".DS_Store")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(csv(3).getBytes(StandardCharsets.UTF_8));
            }
        }
        String guess = "a guess: one name is written in windows-1252, such as größe.csv";
        assertThat(run("import", "--dry-run", pictures.toString()).out())
                .contains("3 images, 3 labelled, 0 not read", "  2 hidden or system files left out\n")
                .contains("  note: " + zip + ": " + guess + "\n");
        JsonNode json = new JsonMapper()
                .readTree(run("import", "--dry-run", "--json", pictures.toString())
                        .out());
        assertThat(json.get("leftOut").asInt()).isEqualTo(2);
        assertThat(json.get("notes").get(0).get("note").asString()).isEqualTo(guess);
    }

    @Test
    void an_option_that_says_nothing_is_refused_before_any_file_is_read() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "1,2\n");
        for (List<String> option : List.of(List.of("--label", ""), List.of("--scale", "16"))) {
            Ended refused = run("import", option.get(0), option.get(1), file.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.error())
                    .hasLineCount(1)
                    .contains("expected " + option.get(0).substring(2));
        }
    }

    @Test
    void two_by_four_pixels_are_a_character() {
        byte[] pixels = new byte[784];
        pixels[0] = (byte) 255;
        pixels[3 * 28 + 1] = (byte) 255;
        pixels[27] = (byte) 128;
        pixels[26] = 50;
        String line = ImportPreviewText.braille(pixels, 0);
        assertThat(line).hasSize(14).startsWith("\u2881").endsWith("\u2808");
    }
}
