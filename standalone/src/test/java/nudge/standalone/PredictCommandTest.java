package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nudge.labeller.image.Png;
import nudge.mnist.Mnist;
import nudge.network.Evaluation;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.WeightFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With a network from a file: no Nudge runs. */
class PredictCommandTest {
    private static final Network NETWORK = Network.initialised(NetworkSpec.seed(), Initialisation.GLOROT, 5);
    private static final Mnist TEST = Mnist.test();

    @TempDir
    private Path folder;

    private Path model;

    private record Ended(int exitCode, List<String> lines, String error) {}

    @BeforeEach
    void save() throws IOException {
        model = Files.write(
                folder.resolve("model.safetensors"), WeightFile.write(NETWORK, Map.of("checkpoint", "7-cafe")));
    }

    private Ended predict(String... arguments) {
        List<String> all = new ArrayList<>(List.of("predict", "--model", model.toString()));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(error, true))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString().lines().toList(), error.toString());
    }

    private static void assertReads(String line, int image) {
        JsonNode read = new JsonMapper().readTree(line);
        float[] outputs = new float[10];
        NETWORK.predict(TEST.image(image), 0, outputs);
        int digit = Evaluation.mostActive(outputs, 0, 10);
        float sum = 0;
        for (float each : outputs) {
            sum += each;
        }
        assertThat(read.get("pixels").binaryValue()).isEqualTo(TEST.image(image));
        assertThat(read.get("digit").asInt()).isEqualTo(digit);
        assertThat(read.get("checkpoint").asString()).isEqualTo("7-cafe");
        assertThat(read.get("confidence").asDouble()).isCloseTo(outputs[digit] / sum, within(1e-6));
        assertThat(read.get("probabilities").get(digit).asDouble())
                .isEqualTo(read.get("confidence").asDouble());
    }

    @Test
    void a_folder_gives_a_line_for_each_image_in_the_order_of_its_files() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int image = 0; image < 300; image++) {
            Files.write(
                    pictures.resolve(String.format(Locale.ROOT, "%03d \"é\".png", image)),
                    Png.write(TEST.image(image)));
        }
        Files.writeString(pictures.resolve(".hidden"), "no image");
        Ended ended = predict("--json", pictures.toString());
        assertThat(ended.exitCode()).as(ended.error()).isZero();
        assertThat(ended.error()).contains("300 images by checkpoint 7-cafe, 0 not read");
        assertThat(ended.lines()).hasSize(300);
        for (int image = 0; image < 300; image++) {
            assertReads(ended.lines().get(image), image);
            assertThat(new JsonMapper()
                            .readTree(ended.lines().get(image))
                            .get("name")
                            .asString())
                    .endsWith(String.format(Locale.ROOT, "%03d \"é\".png", image));
        }
    }

    @Test
    void a_large_file_is_read_part_by_part_and_what_is_no_image_is_named() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int image = 0; image < 1500; image++) {
            for (byte pixel : TEST.image(image)) {
                rows.append(',').append(pixel & 0xff);
            }
            rows.append('\n');
        }
        Path csv = Files.writeString(folder.resolve("digits.csv"), rows);
        Path text = Files.writeString(folder.resolve("a note"), "no image");
        Ended ended = predict("--json", csv.toString(), text.toString());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.lines()).hasSize(1501);
        for (int image = 0; image < 1500; image += 100) {
            assertReads(ended.lines().get(image), image);
        }
        JsonNode failed = new JsonMapper().readTree(ended.lines().get(1500));
        assertThat(failed.get("name").asString()).isEqualTo(text.toString());
        assertThat(failed.get("error").asString()).contains("expected");
    }

    @Test
    void a_folder_stands_for_the_files_that_an_import_reads() throws IOException {
        Path pictures =
                Files.createDirectories(folder.resolve("pictures/__MACOSX")).getParent();
        Files.writeString(pictures.resolve("__MACOSX/._a.png"), "no image");
        Files.write(pictures.resolve("a.png"), Png.write(TEST.image(0)));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.write(elsewhere.resolve("b.png"), Png.write(TEST.image(1)));
        Files.createSymbolicLink(pictures.resolve("linked"), elsewhere);
        Files.createSymbolicLink(pictures.resolve("nowhere.png"), folder.resolve("missing"));
        byte[] idx = new byte[16 + 784];
        idx[2] = 8;
        idx[3] = 3;
        idx[7] = 1;
        idx[11] = 28;
        idx[15] = 28;
        System.arraycopy(TEST.image(2), 0, idx, 16, 784);
        Files.write(pictures.resolve("t10k-images-idx3-ubyte"), idx);
        Files.write(pictures.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
        Ended ended = predict("--json", pictures.toString());
        assertThat(ended.lines()).hasSize(4);
        assertThat(ended.lines().get(0)).contains("nowhere.png", "got a link that leads nowhere");
        for (int image = 0; image < 3; image++) {
            assertReads(ended.lines().get(1 + image), image);
        }
        assertThat(ended.error())
                .contains("3 images by checkpoint 7-cafe, 1 not read, 1 hidden or system files left out");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void people_see_the_digit_and_what_the_network_saw() throws IOException {
        Path picture = Files.write(folder.resolve("seven.png"), Png.write(TEST.image(0)));
        Ended ended = predict("--show", picture.toString());
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.lines()).hasSize(15);
        assertThat(ended.lines().get(0)).matches(".*seven\\.png: \\d \\([\\d.]+ %\\)");
        assertThat(String.join("", ended.lines())).contains("█", "▀", "▄");
    }

    @Test
    void what_is_missing_or_no_model_is_refused_in_one_line() throws IOException {
        assertThat(predict(folder.resolve("nowhere").toString()).error())
                .hasLineCount(1)
                .contains("is not there");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(predict(empty.toString()).error()).contains("expected images, found none in");
        Files.delete(model);
        assertThat(predict(empty.toString()).error())
                .hasLineCount(1)
                .contains("--model", "it is not there")
                .doesNotContain("Exception");
        Files.writeString(model, "no model");
        Ended wrong = predict(empty.toString());
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.error()).hasLineCount(1).contains("--model", "fetch the file again");
    }
}
