package nudge.labeller.web.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.sheet.DrawnPage;
import nudge.labeller.web.SharedLabeller;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("server")
class SheetApiTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
    }

    /** Other pages have other digits: what is stored once is there for all tests. */
    private static byte[] page(int first) {
        return DrawnPage.blank(500, 300)
                .row(80, 90, 3, first, first + 1, first + 2)
                .row(80, 210, 3, first + 3, first + 4)
                .png();
    }

    private static JsonNode rows(byte[] page) throws Exception {
        Answer found = labeller.post("/api/sheets", "image/png", page);
        assertThat(found.status()).as(found.json().toString()).isEqualTo(200);
        return found.json().get("rows");
    }

    private static Answer store(byte[] page, String boxes, String... headers) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "boxes", boxes.getBytes(StandardCharsets.UTF_8));
        field(form, "picture", page);
        form.writeBytes("--border--\r\n".getBytes(StandardCharsets.US_ASCII));
        return labeller.post("/api/sheets/images", "multipart/form-data; boundary=border", form.toByteArray(), headers);
    }

    private static void field(ByteArrayOutputStream form, String name, byte[] content) {
        form.writeBytes(("--border\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"any\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(JsonNode rows, String... digits) {
        StringBuilder json = new StringBuilder("{\"rows\":[");
        for (int i = 0; i < rows.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"digits\":\"")
                    .append(digits[i])
                    .append("\",\"boxes\":")
                    .append(rows.get(i).get("boxes"))
                    .append('}');
        }
        return json.append("]}").toString();
    }

    private static void assertCounts(Answer answer, int added, int duplicates, int labelled, int failures) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("added").asInt()).isEqualTo(added);
        assertThat(answer.json().get("duplicates").asInt()).isEqualTo(duplicates);
        assertThat(answer.json().get("labelled").asInt()).isEqualTo(labelled);
        assertThat(answer.json().get("failures").asInt()).isEqualTo(failures);
    }

    @Test
    void boxes_are_found_without_storing_and_stored_with_their_labels_once_per_key() throws Exception {
        byte[] page = page(100);
        long before = labeller.get("/api/progress").json().get("position").asLong();
        JsonNode rows = rows(page);
        assertThat(labeller.get("/api/progress").json().get("position").asLong())
                .isEqualTo(before);
        assertThat(rows.size()).isEqualTo(2);
        String boxes = request(rows, "6 0 ?", "");
        assertCounts(store(page, boxes, "Idempotency-Key", "sheet-1"), 5, 0, 2, 0);
        assertCounts(store(page, boxes, "Idempotency-Key", "sheet-1"), 5, 0, 2, 0);
        assertCounts(store(page, boxes), 0, 5, 0, 0);
        assertThat(store(page, request(rows, "99?", ""), "Idempotency-Key", "sheet-1")
                        .status())
                .isEqualTo(422);
        JsonNode images = labeller.get("/api/images?limit=5").json().get("images");
        assertThat(images.valueStream().filter(image -> image.get("digit").isNumber()))
                .hasSize(2);
    }

    @Test
    void a_row_whose_digits_do_not_fit_its_boxes_stores_nothing_and_is_named() throws Exception {
        byte[] page = page(110);
        JsonNode rows = rows(page);
        long before = labeller.get("/api/progress").json().get("position").asLong();
        Answer refused = store(page, request(rows, "123", "1"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail())
                .isEqualTo("expected the digits of row 2 to be 2, as many as its boxes, got 1: correct either, or leave"
                        + " the digits out to store the row without labels");
        assertThat(store(page, request(rows, "12x", "12")).detail()).contains("0 to 9, or ? for a box");
        assertThat(labeller.get("/api/progress").json().get("position").asLong())
                .isEqualTo(before);
    }

    @Test
    void a_box_without_ink_is_named_and_the_others_come_in() throws Exception {
        String boxes = "{\"rows\":[{\"boxes\":[{\"left\":440,\"top\":0,\"width\":50,\"height\":30},"
                + "{\"left\":40,\"top\":50,\"width\":80,\"height\":80}]}]}";
        Answer answer = store(page(120), boxes);
        assertCounts(answer, 1, 0, 0, 1);
        assertThat(answer.json().get("failed").get(0).get("name").asString()).isEqualTo("row 1, box 1");
    }

    @Test
    void what_is_no_picture_no_form_or_no_box_is_refused_in_one_line() throws Exception {
        byte[] words = "these are words".getBytes(StandardCharsets.US_ASCII);
        Answer noPicture = labeller.post("/api/sheets", "image/png", words);
        assertThat(noPicture.status()).isEqualTo(400);
        assertThat(noPicture.detail()).startsWith("expected a photo or scan of a page");
        Answer noForm = labeller.post("/api/sheets/images", "image/png", words);
        assertThat(noForm.status()).isEqualTo(415);
        assertThat(noForm.detail()).contains("curl -F picture=@page.jpg -F boxes=@boxes.json");
        assertThat(labeller.post("/api/sheets/images", "multipart/form-data; boundary=border", words)
                        .status())
                .isEqualTo(400);
        assertThat(labeller.post("/api/sheets/images", "multipart/form-data", words)
                        .status())
                .isEqualTo(400);
        byte[] page = page(130);
        assertThat(store(page, "[]").detail()).startsWith("expected rows to be a list");
        assertThat(store(page, "no json").detail()).startsWith("expected boxes to be JSON");
        assertThat(store(page, "{\"rows\":[{\"boxes\":[{\"left\":-1,\"top\":0,\"width\":5,\"height\":3}]}]}")
                        .detail())
                .startsWith("expected left of a box to be pixels of the picture");
    }
}
