package nudge.labeller.web.training;

import static nudge.labeller.web.ExpectedProblem.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import nudge.labeller.RunningLabeller;
import nudge.labeller.access.TooManyAttemptsException;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Png;
import nudge.labeller.model.TestTrainer;
import nudge.mnist.Mnist;
import nudge.network.Explanation;
import nudge.network.Gradient;
import nudge.network.Network;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explanations over HTTP: whose network, whose digit, and every number in its place. */
@Tag("server")
class ExplainApiTest {
    private static final String OCTETS = "application/octet-stream";
    private static final Mnist TEST = Mnist.test();
    private static final byte[] LABELLED = TEST.image(11);
    private static final byte[] OPEN = TEST.image(12);

    private static RunningLabeller labeller;
    private static String labelled;
    private static String open;

    private record Numbers(ByteBuffer bytes) {
        static Numbers of(byte[] answer) {
            return new Numbers(ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN));
        }

        String checkpoint() {
            int layers = bytes.getInt(32);
            byte[] id = new byte[bytes.getInt(36 + 4 * layers)];
            bytes.get(40 + 4 * layers, id);
            return new String(id, StandardCharsets.US_ASCII);
        }

        int digit() {
            return bytes.getInt(12);
        }

        long step() {
            return bytes.getLong(16);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        labeller = TrainedLabeller.get();
        labelled = added(LABELLED);
        open = added(OPEN);
        assertThat(labeller.post(
                                "/api/images/" + labelled + "/label",
                                "application/json",
                                "{\"digit\":6}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    private static String added(byte[] pixels) throws Exception {
        return labeller.post("/api/images", OCTETS, pixels).json().get("image").asString();
    }

    private static byte[] explained(String query) throws Exception {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(labeller.uri("/api/explain?" + query)));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(OCTETS);
        return answer.body();
    }

    private static byte[] explained(String query, String type, byte[] picture) throws Exception {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(labeller.uri("/api/explain?" + query))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(picture)));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.header("Authorization", "Bearer " + labeller.token())
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    @Test
    void every_number_of_the_lesson_is_in_its_place() throws Exception {
        ByteBuffer answer = Numbers.of(explained("image=" + labelled)).bytes();
        byte[] magic = new byte[4];
        answer.get(0, magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("NDGE");
        assertThat(answer.getInt(4)).as("layout").isEqualTo(1);
        assertThat(answer.getInt(12)).as("digit").isEqualTo(6);
        assertThat(answer.getLong(16)).as("step").isEqualTo(TestTrainer.step(1));
        assertThat(answer.getInt(24)).as("sigmoid").isZero();
        assertThat(answer.getInt(28)).as("squared error").isZero();
        assertThat(answer.getInt(32)).as("layers").isEqualTo(4);
        assertThat(new int[] {answer.getInt(36), answer.getInt(40), answer.getInt(44), answer.getInt(48)})
                .containsExactly(784, 16, 16, 10);
        assertThat(new Numbers(answer).checkpoint()).isEqualTo(TestTrainer.id(1));
        int begin = answer.getInt(8);
        assertThat(begin % 8).isZero();
        assertThat(answer.capacity()).isEqualTo(begin + 4 * 40_669);
        Network network = TestTrainer.network(1);
        Explanation expected = Explanation.of(network, LABELLED, 0, 6);
        answer.position(begin);
        check(answer, expected.activations());
        check(answer, expected.weightedSums());
        check(answer, expected.costs(), new float[] {(float) expected.cost()});
        check(answer, expected.wishes());
        check(answer, expected.contributions());
        check(answer, expected.negativeGradient().components());
        check(answer, Gradient.parametersOf(network).components());
        assertThat(answer.remaining()).isZero();
    }

    private static void check(ByteBuffer answer, float[]... layers) {
        for (float[] layer : layers) {
            float[] found = new float[layer.length];
            answer.asFloatBuffer().get(found);
            answer.position(answer.position() + 4 * layer.length);
            assertThat(found).isEqualTo(layer);
        }
    }

    @Test
    void the_latest_network_answers_unless_a_checkpoint_or_a_step_is_named() throws Exception {
        String image = "image=" + labelled;
        assertThat(Numbers.of(explained(image)).checkpoint()).isEqualTo(TestTrainer.id(1));
        byte[] first = explained(image + "&checkpoint=" + TestTrainer.id(0));
        assertThat(Numbers.of(first).checkpoint()).isEqualTo(TestTrainer.id(0));
        assertThat(explained(image + "&checkpoint=" + TestTrainer.id(0)))
                .as("the same from what is kept")
                .isEqualTo(first);
        assertThat(explained(image + "&step=" + TestTrainer.step(1)))
                .as("the latest by its step, read from its weight file")
                .isEqualTo(explained(image));
    }

    @Test
    void at_step_0_the_network_is_that_of_the_seed() throws Exception {
        Numbers answer = Numbers.of(explained("image=" + labelled + "&step=0"));
        assertThat(answer.checkpoint()).isEmpty();
        assertThat(answer.step()).isZero();
        int weights = answer.bytes().capacity() - 4 * 13_002;
        float[] parameters = new float[13_002];
        answer.bytes()
                .position(weights)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(parameters);
        // The tests' trainings have the seed 1.
        assertThat(parameters)
                .isEqualTo(Gradient.parametersOf(TestTrainer.network(1)).components());
    }

    @Test
    void the_digit_is_the_named_one_or_that_of_the_settled_label() throws Exception {
        assertThat(Numbers.of(explained("image=" + labelled)).digit()).isEqualTo(6);
        assertThat(Numbers.of(explained("image=" + labelled + "&digit=2")).digit())
                .isEqualTo(2);
        assertThat(Numbers.of(explained("image=" + open + "&digit=9")).digit()).isEqualTo(9);
        assertProblem(
                labeller.get("/api/explain?image=" + open),
                400,
                "expected digit=D, the digit that is wanted, got none: image " + open + " has no settled label");
    }

    @Test
    void a_drawing_is_explained_as_the_stored_image_of_the_same_pixels() throws Exception {
        byte[] stored = explained("image=" + open + "&digit=9");
        assertThat(explained("digit=9", OCTETS, OPEN)).isEqualTo(stored);
        assertThat(explained("digit=9", "image/png", Png.write(OPEN))).isEqualTo(stored);
        assertThat(explained("digit=9", "application/x-www-form-urlencoded", OPEN))
                .as("as curl --data-binary sends it")
                .isEqualTo(stored);
        assertThat(explained("digit=9&step=0", OCTETS, OPEN)).isEqualTo(explained("image=" + open + "&digit=9&step=0"));
        assertThat(labeller.get("/api/images/" + Pixels.of(TEST.image(13)).imageId())
                        .status())
                .as("before")
                .isEqualTo(404);
        explained("digit=3", OCTETS, TEST.image(13));
        assertThat(labeller.get("/api/images/" + Pixels.of(TEST.image(13)).imageId())
                        .status())
                .as("a drawing is not stored")
                .isEqualTo(404);
    }

    @Test
    void a_checkpoint_whose_weights_are_forgotten_is_refused_with_what_to_ask_for() throws Exception {
        for (String which : new String[] {"checkpoint=" + TestTrainer.id(2), "step=" + TestTrainer.step(2)}) {
            assertProblem(
                    labeller.get("/api/explain?image=" + labelled + "&" + which),
                    410,
                    "the weights of checkpoint " + TestTrainer.id(2) + " are forgotten by now; ask for step=0");
        }
    }

    @Test
    void what_there_is_not_is_refused_with_one_line() throws Exception {
        String image = "/api/explain?image=" + labelled;
        UUID nowhere = UUID.randomUUID();
        assertProblem(labeller.get("/api/explain?image=" + nowhere), 404, "there is no image " + nowhere);
        assertProblem(labeller.get("/api/explain?image=" + nowhere + "&digit=1"), 404, "there is no image " + nowhere);
        assertProblem(labeller.get(image + "&checkpoint=7-0123456789abcdef"), 404, "there is no checkpoint 7-01234");
        assertProblem(labeller.get(image + "&step=15"), 404, "there is no checkpoint of step 15: ask for step=0");
        assertProblem(labeller.get(image + "&step=" + Long.MAX_VALUE), 404, "up to " + TestTrainer.step(2));
    }

    @Test
    void what_is_asked_wrongly_is_refused_with_what_was_expected() throws Exception {
        String image = "/api/explain?image=" + labelled;
        assertProblem(labeller.get("/api/explain"), 400, "expected image=ID");
        assertProblem(labeller.get("/api/explain?image=seven"), 400, "expected image to be a UUID, got seven");
        assertProblem(labeller.get(image + "&digit=10"), 400, "expected digit to be from 0 to 9, got 10");
        assertProblem(labeller.get(image + "&digit=-1"), 400, "expected digit to be from 0 to 9, got -1");
        assertProblem(labeller.get(image + "&digit=x"), 400, "expected digit to be a whole number, got x");
        assertProblem(labeller.get(image + "&step=-1"), 400, "expected step to be 0 or more, got -1");
        assertProblem(labeller.get(image + "&step=0&checkpoint=a"), 400, "expected checkpoint or step, got both");
        assertProblem(labeller.post("/api/explain", OCTETS, OPEN), 400, "a drawing has no label");
        assertProblem(labeller.post("/api/explain?digit=1", OCTETS, new byte[783]), 400, "got 783 bytes");
        assertProblem(labeller.post("/api/explain?digit=1", "text/plain", OPEN), 415, "--data-binary @FILE");
    }

    @Test
    void whoever_finds_no_place_is_told_to_come_again() {
        ExplainApi full = new ExplainApi(null, null, null, 0);
        assertThatThrownBy(() -> full.explain(OPEN, 1, null, 0L))
                .isInstanceOf(TooManyAttemptsException.class)
                .hasMessageContaining("try again");
    }
}
