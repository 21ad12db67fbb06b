package nudge.labeller.web.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.image.Pixels;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("server")
class ImportApiTest {
    private static final Mnist TEST = Mnist.test();

    private static RunningLabeller labeller;

    @BeforeAll
    static void start(@TempDir Path kafka) throws Exception {
        labeller = RunningLabeller.start(kafka, Map.of());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        labeller.close();
    }

    private static String row(int index, String label) {
        StringBuilder row = new StringBuilder(label);
        for (byte pixel : TEST.image(index)) {
            row.append(',').append(pixel & 0xff);
        }
        return row.append('\n').toString();
    }

    private static Answer csv(String rows, String... headers) throws Exception {
        return labeller.post("/api/imports", "text/csv", rows.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static void assertCounts(Answer answer, int added, int duplicates, int labelled, int failures) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("added").asInt()).isEqualTo(added);
        assertThat(answer.json().get("duplicates").asInt()).isEqualTo(duplicates);
        assertThat(answer.json().get("labelled").asInt()).isEqualTo(labelled);
        assertThat(answer.json().get("failures").asInt()).isEqualTo(failures);
    }

    private static String image(int index) {
        return "/api/images/" + Pixels.of(TEST.image(index)).imageId();
    }

    @Test
    void images_and_labels_are_added_bad_lines_named_and_a_repetition_counts_as_the_first_time() throws Exception {
        String rows = row(0, "7") + row(1, "") + "1,2\n" + row(0, "3");
        Answer first = csv(rows, "Idempotency-Key", "import-1");
        assertCounts(first, 2, 1, 1, 1);
        assertThat(first.json().get("failed").get(0).get("name").asString()).isEqualTo("file line 3");
        assertThat(labeller.get(image(0)).json().get("digit").asInt()).isEqualTo(7);
        assertThat(labeller.get(image(1)).json().get("digit").isNull()).isTrue();
        assertCounts(csv(rows, "Idempotency-Key", "import-1"), 2, 1, 1, 1);
        assertCounts(csv(rows), 0, 3, 0, 1);
    }

    /** Rows whose label is the last column, which the header tells. */
    private static String labelLast(int from, int to) {
        StringBuilder rows = new StringBuilder();
        for (int pixel = 1; pixel <= Pixels.COUNT; pixel++) {
            rows.append("pixel").append(pixel).append(',');
        }
        rows.append("class\n");
        for (int index = from; index < to; index++) {
            rows.append(row(index, "").substring(1).strip())
                    .append(',')
                    .append(TEST.digit(index))
                    .append('\n');
        }
        return rows.toString();
    }

    @Test
    void a_csv_with_its_label_in_the_last_column_keeps_its_labels_and_pixels() throws Exception {
        assertCounts(csv(labelLast(50, 60)), 10, 0, 10, 0);
        for (int index = 50; index < 60; index++) {
            assertThat(labeller.get(image(index)).json().get("digit").asInt()).isEqualTo(TEST.digit(index));
        }
    }

    @Test
    void a_dry_run_tells_what_was_understood_and_stores_nothing() throws Exception {
        Answer answer = labeller.post(
                "/api/imports?dryRun=true&name=a.csv",
                "text/csv",
                labelLast(60, 90).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        JsonNode preview = answer.json();
        assertThat(preview.get("images").asInt()).isEqualTo(30);
        assertThat(preview.get("labelled").asInt()).isEqualTo(30);
        assertThat(preview.get("digits").valueStream().mapToInt(JsonNode::asInt).sum())
                .isEqualTo(30);
        assertThat(preview.get("pictures").size()).isEqualTo(9);
        JsonNode picture = preview.get("pictures").get(8);
        int index = 60 - 2 + Integer.parseInt(picture.get("name").asString().replace("a.csv line ", ""));
        assertThat(picture.get("digit").asInt()).isEqualTo(TEST.digit(index));
        assertThat(picture.get("png").asString()).startsWith("data:image/png;base64,");
        JsonNode form = preview.get("tables").get(0).get("form");
        assertThat(form.get("label").asString()).isEqualTo("class");
        assertThat(form.get("separator").asString()).isEqualTo("comma");
        assertThat(form.get("columns").asInt()).isEqualTo(785);
        assertThat(labeller.get(image(60)).status()).isEqualTo(404);
    }

    @Test
    void a_csv_that_does_not_tell_its_label_is_refused_with_the_option_and_comes_in_with_it() throws Exception {
        String both = row(95, "7").strip() + ",3\n";
        String csv = both.replaceFirst("7,0,", "7,");
        Answer refused = csv(csv);
        assertCounts(refused, 0, 0, 0, 1);
        assertThat(refused.json().get("failed").get(0).get("reason").asString()).contains("--label", "?label=");
        Answer last = labeller.post("/api/imports?label=last", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
        assertCounts(last, 1, 0, 1, 0);
        assertThat(labeller.post("/api/imports?label=", "text/csv", new byte[0]).detail())
                .contains("first, last, none or the name of a column, got nothing");
        assertThat(labeller.post("/api/imports?scale=16", "text/csv", new byte[0])
                        .detail())
                .isEqualTo("expected scale to be 1 or 255, got 16");
        assertThat(labeller.post("/api/imports?dryRun=perhaps", "text/csv", new byte[0])
                        .detail())
                .isEqualTo("expected dryRun to be true or false, got perhaps");
    }

    @Test
    void a_label_that_people_gave_is_never_overruled_and_an_untouched_image_takes_the_imports() throws Exception {
        csv(row(10, "") + row(11, ""));
        labeller.post(image(10) + "/label", "application/json", "{\"digit\":5}".getBytes(StandardCharsets.UTF_8));
        assertCounts(csv(row(10, "0") + row(11, "6")), 0, 2, 1, 0);
        assertThat(labeller.get(image(10)).json().get("digit").asInt()).isEqualTo(5);
        assertThat(labeller.get(image(11)).json().get("digit").asInt()).isEqualTo(6);
    }

    @Test
    void a_zip_gives_labels_by_its_folders_when_asked_to() throws Exception {
        csv(row(20, ""));
        byte[] png = labeller.bytes(image(20) + "/png");
        Answer answer = labeller.post("/api/imports?labels=folders&name=a.zip", "application/zip", zip("2/a.png", png));
        assertCounts(answer, 0, 1, 1, 0);
        assertThat(labeller.get(image(20)).json().get("digit").asInt()).isEqualTo(2);
        assertThat(labeller.post("/api/imports?labels=all", "application/zip", png)
                        .detail())
                .contains("folders or none, got all");
    }

    @Test
    void a_file_that_is_no_image_is_named() throws Exception {
        Answer answer =
                labeller.post("/api/imports?name=a.gif", "image/gif", "GIF89a".getBytes(StandardCharsets.UTF_8));
        assertCounts(answer, 0, 0, 0, 1);
        assertThat(answer.json().get("failed").get(0).get("name").asString()).isEqualTo("a.gif");
    }

    @Test
    void an_export_is_the_same_for_the_same_position_and_goes_back_in() throws Exception {
        csv(row(30, "3") + row(31, ""));
        long position = labeller.get("/api/progress").json().get("position").asLong();
        for (String format : List.of("jsonl", "csv", "idx", "png")) {
            String path = "/api/export?format=" + format + "&position=" + position;
            byte[] before = labeller.bytes(path);
            assertThat(labeller.bytes(path.replace("position", "at")))
                    .as(format)
                    .isEqualTo(before);
            csv(row(32, "1") + row(31, "9"));
            assertThat(labeller.bytes(path)).as(format).isEqualTo(before);
            if (!format.equals("jsonl")) {
                Answer again = labeller.post("/api/imports?labels=folders", "application/zip", before);
                assertThat(again.json().get("failures").asInt()).as(format).isZero();
                assertThat(again.json().get("added").asInt()).as(format).isZero();
                assertThat(again.json().get("duplicates").asInt()).as(format).isPositive();
            }
        }
        String lines =
                new String(labeller.bytes("/api/export?format=jsonl&position=" + position), StandardCharsets.UTF_8);
        assertThat(lines).contains("\"image\":\"" + Pixels.of(TEST.image(30)).imageId() + "\"");
        assertThat(lines)
                .contains("\"digit\":3,\"confidence\":1.0,\"policy\":0,\"basis\":\"single\",\"estimate\":0")
                .contains("\"digit\":null,\"rejected\":false");
        assertThat(labeller.get("/api/export?format=csv&at=1&position=2").detail())
                .isEqualTo("expected one position, got 1 as at and 2 as position");
        assertThat(labeller.get("/api/export?format=xml").detail()).contains("jsonl, csv, idx or png, got xml");
        assertThat(labeller.get("/api/export?format=csv&position=999999").detail())
                .contains("where the log ends");
    }

    @Test
    void an_export_that_nobody_reads_any_more_ends_and_frees_what_it_held() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 1_000; i < 7_000; i++) {
            rows.append(row(i, ""));
        }
        csv(rows.toString());
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket reader = new Socket();
                reader.setReceiveBufferSize(4096);
                reader.connect(new InetSocketAddress("127.0.0.1", labeller.port()));
                readers.add(reader);
                reader.getOutputStream()
                        .write(("GET /api/export?format=csv HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                        + labeller.token() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            await().atMost(Duration.ofSeconds(8)).until(() -> exports() == readers.size());
            assertThat(labeller.get("/api/images?limit=1").status()).isEqualTo(200);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> exports() == 0);
        assertThat(labeller.get("/api/images?limit=1").status()).isEqualTo(200);
    }

    /** How many exports are under way. */
    private static long exports() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(ExportApi.class.getName())))
                .count();
    }

    @Test
    void images_are_found_by_digit_state_split_and_id_page_by_page() throws Exception {
        csv(row(40, "8") + row(41, "8") + row(42, "8"));
        JsonNode first =
                labeller.get("/api/images?digit=8&state=labelled&limit=2").json();
        assertThat(first.get("images").size()).isEqualTo(2);
        JsonNode second = labeller.get("/api/images?digit=8&limit=2&before="
                        + first.get("next").asLong())
                .json();
        assertThat(second.get("images").get(0).get("image").asString())
                .isEqualTo(Pixels.of(TEST.image(40)).imageId().toString());
        String id = first.get("images").get(0).get("image").asString();
        assertThat(labeller.get("/api/images?id=" + id.substring(0, 7))
                        .json()
                        .get("images")
                        .size())
                .isEqualTo(1);
        assertThat(labeller.get("/api/images?split=test").detail()).contains("train, held-out, got test");
        assertThat(labeller.get("/api/images?id=xyz").detail()).contains("the beginning of a UUID");
        assertThat(labeller.get("/api/images?annotator=" + new java.util.UUID(1, 1))
                        .json()
                        .get("images")
                        .size())
                .isZero();
    }

    private static byte[] zip(String name, byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(file);
        }
        return out.toByteArray();
    }
}
