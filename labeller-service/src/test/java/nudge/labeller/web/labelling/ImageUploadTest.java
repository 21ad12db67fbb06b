package nudge.labeller.web.labelling;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import nudge.labeller.RunningLabeller;
import nudge.labeller.RunningLabeller.Answer;
import nudge.labeller.web.SharedLabeller;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that come in one by one. */
@Tag("server")
class ImageUploadTest {
    private static final String JSON = "application/json";
    private static final String PNG = "image/png";
    private static final String OCTETS = "application/octet-stream";

    private static RunningLabeller labeller;
    private static String image;

    @BeforeAll
    static void start() throws Exception {
        labeller = SharedLabeller.get();
        image = "/api/images/"
                + labeller.post("/api/images", OCTETS, Mnist.test().image(0))
                        .json()
                        .get("image")
                        .asString();
    }

    @Test
    void an_image_goes_in_as_bytes_comes_out_as_png_and_is_the_same_image_again() throws Exception {
        byte[] pixels = new byte[784];
        Arrays.fill(pixels, 300, 340, (byte) 200);
        Answer added = labeller.post("/api/images", OCTETS, pixels);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().get("split").asString()).isEqualTo("train");
        String image = added.json().get("image").asString();
        byte[] png = labeller.bytes("/api/images/" + image + "/png");
        Answer again = labeller.post("/api/images", PNG, png);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("image").asString()).isEqualTo(image);
    }

    @Test
    void only_whole_grey_pngs_of_28_x_28_are_taken() throws Exception {
        byte[] good = labeller.bytes(image + "/png");
        assertProblem(labeller.post("/api/images", PNG, Arrays.copyOf(good, 60)), 400, "damaged or truncated");
        assertProblem(labeller.post("/api/images", PNG, Arrays.copyOf(good, 20)), 400, "expected a PNG, got 20 bytes");
        assertProblem(labeller.post("/api/images", PNG, png(28, 28, BufferedImage.TYPE_INT_RGB)), 400, "colour");
        assertProblem(labeller.post("/api/images", PNG, png(29, 28, BufferedImage.TYPE_BYTE_GRAY)), 400, "29 x 28");
        ByteBuffer bomb = ByteBuffer.wrap(Arrays.copyOf(good, 100));
        bomb.putInt(16, 10_000).putInt(20, 10_000);
        assertProblem(labeller.post("/api/images", PNG, bomb.array()), 400, "10000 x 10000");
        byte[] flipped = good.clone();
        flipped[60] ^= 0x55;
        assertThat(labeller.post("/api/predict", PNG, flipped).status()).isBetween(400, 499);
    }

    @Test
    void bodies_of_another_size_or_type_are_refused() throws Exception {
        assertProblem(labeller.post("/api/images", OCTETS, new byte[783]), 400, "expected 784 bytes");
        assertProblem(labeller.post("/api/images", OCTETS, new byte[785]), 400, "expected 784 bytes");
        assertProblem(labeller.post("/api/images", "image/jpeg", new byte[784]), 415, "image/png");
        assertProblem(labeller.post("/api/images", OCTETS, new byte[20_000_000]), 413, "at most 256 KB");
        assertProblem(labeller.post(image + "/label", JSON, new byte[20_000_000]), 413, "at most 64 KB");
    }

    private static byte[] png(int width, int height, int type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, type), "png", bytes);
        return bytes.toByteArray();
    }
}
