package nudge.labeller.web.training;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import nudge.events.KafkaSettings;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Png;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.model.History;
import nudge.labeller.model.StoredCheckpoints;
import nudge.labeller.model.StoredWeights;
import nudge.labeller.model.TestTrainer;
import nudge.mnist.Mnist;
import nudge.network.WeightFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The model over HTTP: its checkpoints as files, and what it reads in pictures. */
@Tag("server")
class ModelApiTest {
    private static RunningLabeller labeller;

    @BeforeAll
    static void start() {
        labeller = TrainedLabeller.get();
    }

    @Test
    void a_checkpoint_is_had_as_safetensors_that_name_it() throws Exception {
        String path = "/api/checkpoints/" + TestTrainer.id(1);
        byte[] published = labeller.bytes(path + "/weights");
        byte[] file = labeller.bytes(path + "/safetensors");
        assertThat(WeightFile.metadata(file))
                .containsEntry("checkpoint", TestTrainer.id(1))
                .containsEntry("parent", TestTrainer.id(0))
                .containsEntry("sha256", WeightFile.sha256(published));
        assertThat(WeightFile.write(WeightFile.read(file), Map.of()))
                .as("the same network")
                .isEqualTo(WeightFile.write(WeightFile.read(published), Map.of()));
    }

    @Test
    void a_checkpoint_is_had_as_onnx_under_a_name_of_its_own() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(labeller.uri("/api/checkpoints/" + TestTrainer.id(0) + "/onnx"))
                .header("Authorization", "Bearer " + labeller.token())
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + TestTrainer.id(0) + ".onnx\"");
        assertThat(answer.headers().firstValue("ETag")).contains('"' + WeightFile.sha256(answer.body()) + '"');
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Gemm", TestTrainer.id(0));
    }

    @Test
    void a_checkpoint_that_there_is_not_has_no_file() throws Exception {
        for (String format : new String[] {"weights", "safetensors", "onnx"}) {
            assertProblem(
                    labeller.get("/api/checkpoints/7-0123456789abcdef/" + format),
                    404,
                    "there is no checkpoint 7-0123456789abcdef");
        }
    }

    @Test
    void whoever_finds_no_place_is_told_to_come_again() {
        KafkaSettings kafka = labeller.kafka();
        ModelFileApi full = new ModelFileApi(
                new CheckpointReader(new History(), new StoredCheckpoints(kafka), new StoredWeights(kafka)), 0);
        assertThatThrownBy(() -> full.onnx(TestTrainer.id(0)))
                .isInstanceOf(TooManyAttemptsException.class)
                .hasMessageContaining("try again");
    }

    @Test
    void a_picture_of_any_size_is_read_as_an_import_would_store_it() throws Exception {
        byte[] png = picture(8, 8, "png");
        Answer small = labeller.post("/api/predict", "image/png", png);
        assertThat(small.status()).as(small.json().toString()).isEqualTo(200);
        byte[] seen = small.json().get("pixels").binaryValue();
        assertThat(Pixels.of(seen).imageId()).isEqualTo(imported(png));
        assertThat(small.json().get("checkpoint").asString()).isEqualTo(TestTrainer.id(1));
        assertThat(small.json().get("probabilities").size()).isEqualTo(10);
        assertThat(labeller.post("/api/predict", "application/octet-stream", seen)
                        .json())
                .as("of the pixels themselves")
                .isEqualTo(small.json());
        byte[] jpeg = picture(400, 300, "jpeg");
        for (String type : List.of("image/jpeg", "image/png", "application/octet-stream")) {
            Answer large = labeller.post("/api/predict", type, jpeg);
            assertThat(large.status()).as(type + ": " + large.json()).isEqualTo(200);
            assertThat(Pixels.of(large.json().get("pixels").binaryValue()).imageId())
                    .isEqualTo(imported(jpeg));
        }
    }

    @Test
    void a_digit_of_mnist_is_seen_as_it_is() throws Exception {
        byte[] pixels = Mnist.test().image(3);
        Answer answer = labeller.post("/api/predict", "image/png", Png.write(pixels));
        assertThat(answer.json().get("pixels").binaryValue()).isEqualTo(pixels);
    }

    @Test
    void what_is_no_picture_is_refused_with_what_was_expected() throws Exception {
        assertProblem(labeller.post("/api/predict", "text/plain", new byte[784]), 415, "--data-binary @FILE");
        assertProblem(labeller.post("/api/predict", "application/octet-stream", new byte[783]), 400, "got 783 bytes");
        assertProblem(
                labeller.post("/api/predict", "application/octet-stream", new byte[20_000]), 400, "got more bytes");
        assertProblem(
                labeller.post("/api/predict", "image/gif", "GIF89a".getBytes(StandardCharsets.US_ASCII)),
                400,
                "expected a PNG or JPEG");
        byte[] zip = {'P', 'K', 3, 4, 0, 0};
        assertProblem(labeller.post("/api/predict", "image/png", zip), 400, "expected a PNG or JPEG");
        byte[] broken = Arrays.copyOf(picture(40, 40, "png"), 60);
        assertThat(labeller.post("/api/predict", "image/png", broken).status()).isEqualTo(400);
        byte[] huge = new byte[(32 << 20) + 100];
        System.arraycopy(picture(40, 40, "png"), 0, huge, 0, 100);
        assertProblem(labeller.post("/api/predict", "image/png", huge), 400, "at most 32 MB");
    }

    /** A dark stroke on light paper. */
    private static byte[] picture(int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D ink = image.createGraphics();
        ink.setColor(Color.WHITE);
        ink.fillRect(0, 0, width, height);
        ink.setColor(Color.BLACK);
        ink.fillRect(3 * width / 8, height / 8, width / 8, 3 * height / 4);
        ink.fillRect(3 * width / 8, height / 8, width / 4, height / 8);
        ink.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** The image that an import makes of a picture. */
    private static UUID imported(byte[] picture) throws IOException {
        List<byte[]> images = new ArrayList<>();
        new Intake(Limits.USUAL, false).read("picture", new ByteArrayInputStream(picture), new ImageSink() {
            @Override
            public void image(String name, byte[] pixels, Integer digit) {
                images.add(pixels);
            }

            @Override
            public void unreadable(String name, String reason) {
                throw new AssertionError(reason);
            }
        });
        assertThat(images).hasSize(1);
        return Pixels.of(images.get(0)).imageId();
    }
}
