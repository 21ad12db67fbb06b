package nudge.labeller.web.labelling;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.image.Pixels;
import nudge.labeller.web.RawRequests;
import nudge.labeller.web.SharedLabeller;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies as curl and other programs send them: taken, or refused with the command that works. */
@Tag("server")
class BodiesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Mnist TEST = Mnist.test();

    private static RunningLabeller labeller;
    private static RawRequests requests;

    @BeforeAll
    static void start() {
        labeller = SharedLabeller.get();
        requests = new RawRequests(labeller.port());
    }

    private static byte[] png(int index) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 28, 28, TEST.image(index));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** A body as curl -F makes it, a part for each pair of name and file. */
    private static byte[] parts(Object... namesAndFiles) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndFiles.length; i += 2) {
            body.write(("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + namesAndFiles[i]
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.write((byte[]) namesAndFiles[i + 1]);
            body.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.write("--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static Answer multipart(String path, byte[] body) throws Exception {
        return labeller.post(path, "multipart/form-data; boundary=XX", body);
    }

    private static byte[] idx(int magic, int count, byte[] values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(magic);
        data.writeInt(count);
        if (magic == 0x803) {
            data.writeInt(28);
            data.writeInt(28);
        }
        data.write(values);
        return out.toByteArray();
    }

    private static void assertRead(Answer answer, int images) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("added").asInt()
                        + answer.json().get("duplicates").asInt())
                .as(answer.json().toString())
                .isEqualTo(images);
        assertThat(answer.json().get("failures").asInt())
                .as(answer.json().toString())
                .isZero();
    }

    private static int digit(int index) throws Exception {
        return labeller.get("/api/images/" + Pixels.of(TEST.image(index)).imageId())
                .json()
                .get("digit")
                .asInt();
    }

    /** Sends a body whose type may be none, and returns the status. */
    private static int status(String path, String type, byte[] body) throws IOException {
        String answer = requests.send(
                "127.0.0.1",
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + labeller.token() + "\r\n" + type + "Content-Length: " + body.length + "\r\n\r\n"
                        + new String(body, StandardCharsets.ISO_8859_1));
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void a_file_is_taken_whatever_the_content_type_says() throws Exception {
        for (String type : List.of(FORM, "image/gif", "text/plain", "text/csv; charset=utf-16", "application/json")) {
            assertRead(labeller.post("/api/imports", type, png(600)), 1);
        }
        for (String type : List.of(
                "",
                "Content-Type: \r\n",
                "Content-Type: nonsense\r\n",
                "Content-Type: " + FORM + "; charset=nonsense\r\n",
                "Content-Type: ;;=\r\n")) {
            assertThat(status("/api/imports?name=a.png", type, png(600)))
                    .as(type)
                    .isEqualTo(200);
        }
    }

    @Test
    void files_of_a_form_are_imported_each_under_its_name() throws Exception {
        assertRead(multipart("/api/imports", parts("a.png", png(601))), 1);
        assertRead(multipart("/api/imports?labels=folders", parts("5/a.png", png(602), "6/b.png", png(603))), 2);
        assertThat(digit(602)).isEqualTo(5);
        assertThat(digit(603)).isEqualTo(6);
        Answer named = multipart("/api/imports", parts("größe.gif", new byte[] {1, 2, 3}, "a.png", png(601)));
        assertThat(named.json().get("duplicates").asInt()).isEqualTo(1);
        assertThat(named.json().get("failed").get(0).get("name").asString()).isEqualTo("größe.gif");
    }

    @Test
    void images_and_labels_of_one_form_find_each_other() throws Exception {
        byte[] images = idx(0x803, 1, TEST.image(604));
        byte[] labels = idx(0x801, 1, new byte[] {8});
        assertRead(
                multipart("/api/imports", parts("train-images-idx3-ubyte", images, "train-labels-idx1-ubyte", labels)),
                1);
        assertThat(digit(604)).isEqualTo(8);
    }

    @Test
    void a_form_that_is_broken_or_holds_no_file_is_refused_in_one_line() throws Exception {
        byte[] whole = parts("a.png", png(605));
        assertProblem(
                multipart("/api/imports", java.util.Arrays.copyOf(whole, whole.length - 20)),
                400,
                "expected a whole multipart/form-data body, as curl -F file=@FILE sends it");
        assertProblem(multipart("/api/imports", parts()), 400, "got a form without any");
        assertProblem(multipart("/api/imports", new byte[0]), 400, "got a form without any");
        assertProblem(labeller.post("/api/imports", "multipart/form-data", whole), 400, "boundary");
        assertProblem(
                multipart(
                        "/api/imports",
                        "--XX\r\nContent-Disposition: form-data; name=\"labels\"\r\n\r\nfolders\r\n--XX--\r\n"
                                .getBytes(StandardCharsets.US_ASCII)),
                400,
                "got the field labels: it goes into the address");
        assertProblem(
                labeller.post("/api/imports", "multipart/form-data; boundary=" + "x".repeat(5_000), whole), 400, "");
        assertProblem(multipart("/api/imports", parts("a\0b.png", png(605))), 400, "expected a whole multipart");
    }

    @Test
    void what_curl_d_leaves_of_a_file_is_refused_with_the_command_that_works() throws Exception {
        String stripped = new String(png(606), StandardCharsets.ISO_8859_1).replaceAll("[\r\n\0]", "");
        assertProblem(
                labeller.post("/api/imports", FORM, stripped.getBytes(StandardCharsets.ISO_8859_1)),
                415,
                "curl --data-binary @FILE -H 'Content-Type: application/octet-stream' " + labeller.uri("/api/imports"));
        assertProblem(
                labeller.post("/api/imports", FORM, "file=a.png".getBytes(StandardCharsets.US_ASCII)), 415, "curl");
        assertProblem(labeller.post("/api/imports", FORM, new byte[0]), 415, "empty file");
    }

    @Test
    void one_image_is_taken_as_curl_sends_it_or_refused_with_the_command_that_works() throws Exception {
        for (String type : List.of(FORM, "application/octet-stream", "image/png")) {
            assertThat(labeller.post("/api/images", type, png(607)).status())
                    .as(type)
                    .isBetween(200, 201);
        }
        assertThat(labeller.post("/api/images", FORM, TEST.image(607)).status()).isEqualTo(200);
        assertThat(status("/api/images", "", png(607))).isEqualTo(200);
        assertThat(status("/api/predict", "", png(607))).isNotIn(415, 500);
        assertProblem(
                multipart("/api/images", parts("a.png", png(607))),
                415,
                "curl --data-binary @FILE -H 'Content-Type: image/png' " + labeller.uri("/api/images"));
        assertProblem(labeller.post("/api/images", FORM, "a=b".getBytes(StandardCharsets.US_ASCII)), 415, "curl");
        String label = "/api/images/" + Pixels.of(TEST.image(607)).imageId() + "/label";
        assertProblem(
                labeller.post(label, FORM, "{\"digit\":5}".getBytes(StandardCharsets.US_ASCII)),
                415,
                "curl -H 'Content-Type: application/json' -d '{");
    }

    @Test
    void no_body_of_any_type_is_a_defect() throws Exception {
        String image = "/api/images/" + Pixels.of(TEST.image(607)).imageId();
        for (String path : List.of("/api/imports", "/api/images", "/api/predict", "/api/bulk", image + "/label")) {
            for (String type : List.of(
                    "",
                    "Content-Type: \r\n",
                    "Content-Type: nonsense\r\n",
                    "Content-Type: text/plain; charset=nonsense\r\n",
                    "Content-Type: " + FORM + "\r\n",
                    "Content-Type: " + FORM + "; charset=nonsense\r\n",
                    "Content-Type: multipart/form-data\r\n",
                    "Content-Type: multipart/form-data; boundary=\r\n",
                    "Content-Type: multipart/mixed; boundary=XX\r\n",
                    "Content-Type: application/json; charset=utf-32\r\n")) {
                for (byte[] body :
                        new byte[][] {{}, "a=b&name=%ff".getBytes(StandardCharsets.US_ASCII), parts("a", png(1))}) {
                    assertThat(status(path, type, body))
                            .as(path + " " + type + body.length)
                            .isBetween(200, 499);
                }
            }
        }
    }
}
