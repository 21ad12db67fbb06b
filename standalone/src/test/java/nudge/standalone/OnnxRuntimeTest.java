package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import nudge.learning.OfflineTraining;
import nudge.mnist.Mnist;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Evaluation;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.OnnxFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What onnxruntime answers to a model of ours, on MNIST's 10,000 test images. */
class OnnxRuntimeTest {
    private static final float MOST_DIFFERENCE = 1e-5f;

    private static DataSet set;
    /** 0 to 1, [10,000][784]. */
    private static float[] pixels;

    @BeforeAll
    static void read() {
        set = DataSet.read("mnist");
        byte[] bytes = Mnist.test().pixels();
        pixels = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pixels[i] = (bytes[i] & 0xff) / 255f;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'784,16,16,10', SIGMOID, SQUARED_ERROR, SCALED_NORMAL, 3",
        "'784,30,10',    SIGMOID, SQUARED_ERROR, NORMAL, 3",
        "'784,100,10',   SIGMOID, SQUARED_ERROR, NORMAL, 3",
        "'784,16,16,10', SIGMOID, CROSS_ENTROPY, GLOROT, 0.5",
        "'784,32,16,10', TANH,    SQUARED_ERROR, GLOROT, 0.1",
        "'784,32,16,10', TANH,    CROSS_ENTROPY, GLOROT, 0.1",
        "'784,64,10',    RELU,    SQUARED_ERROR, HE, 0.1",
        "'784,64,32,10', RELU,    CROSS_ENTROPY, HE, 0.1",
        "'784,10',       SIGMOID, SQUARED_ERROR, SCALED_NORMAL, 1",
    })
    void onnxruntime_gives_the_same_answers(
            String sizes, Activation activation, Cost cost, Initialisation initialisation, float rate)
            throws OrtException {
        Network network = trained(NetworkSpec.parse(sizes, activation, cost), initialisation, rate);
        Evaluation ours = Evaluation.of(network, set.heldOut());
        assertThat(ours.accuracy()).as("it has learned something").isGreaterThan(0.5);
        float[] theirs = run(OnnxFile.write(network, Map.of()));
        assertThat(theirs).hasSameSizeAs(ours.outputs());
        double most = 0;
        int changed = 0;
        for (int image = 0; image < set.heldOut().size(); image++) {
            for (int j = 0; j < 10; j++) {
                most = Math.max(most, Math.abs(ours.outputs()[image * 10 + j] - theirs[image * 10 + j]));
            }
            changed += Evaluation.mostActive(ours.outputs(), image * 10, 10)
                            == Evaluation.mostActive(theirs, image * 10, 10)
                    ? 0
                    : 1;
        }
        System.out.printf(
                Locale.ROOT,
                "onnxruntime, %s %s %s: greatest difference %.2e, %d answers changed of %,d; accuracy %.2f %%%n",
                sizes,
                activation,
                cost,
                most,
                changed,
                set.heldOut().size(),
                100 * ours.accuracy());
        assertThat(most).isLessThan(MOST_DIFFERENCE);
        assertThat(changed).as("changed answers").isZero();
    }

    @Test
    void the_model_carries_its_metadata_and_takes_one_image_as_well() throws OrtException {
        Network network = Network.initialised(NetworkSpec.seed(), Initialisation.GLOROT, 1);
        byte[] model = OnnxFile.write(network, Map.of("checkpoint", "7-é"));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("checkpoint", "7-é")
                    .containsEntry("nudge.sizes", "784,16,16,10")
                    .containsEntry("nudge.activation", "SIGMOID")
                    .containsEntry("nudge.cost", "SQUARED_ERROR")
                    .containsEntry(
                            "nudge.input",
                            "pixels: float [batch, 784], 0 = paper, 1 = ink, row by row; divide bytes of 0 to 255 by 255");
            float[] one = new float[784];
            float[] outputs = new float[10];
            network.predict(new byte[784], 0, outputs);
            try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(one), new long[] {1, 784});
                    OrtSession.Result result = session.run(Map.of(OnnxFile.INPUT, input))) {
                assertThat(((float[][]) result.get(OnnxFile.OUTPUT)
                                        .orElseThrow()
                                        .getValue())
                                [0])
                        .containsExactly(outputs, within(MOST_DIFFERENCE));
            }
        }
    }

    private static Network trained(NetworkSpec spec, Initialisation initialisation, float rate) {
        Network network = Network.initialised(spec, initialisation, 1);
        try (OfflineTraining training =
                new OfflineTraining(network, new Hyperparameters(rate, 0, 10), set.train(), 1, 1)) {
            training.epoch(learned -> {});
        }
        return network;
    }

    private static float[] run(byte[] model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {pixels.length / 784, 784};
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
                OrtSession.Result result = session.run(Map.of(OnnxFile.INPUT, input))) {
            FloatBuffer outputs = ((OnnxTensor) result.get(OnnxFile.OUTPUT).orElseThrow()).getFloatBuffer();
            float[] all = new float[outputs.remaining()];
            outputs.get(all);
            return all;
        }
    }
}
