package nudge.labeller.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointPublished.Sampler;
import nudge.events.CheckpointPublished.Training;
import nudge.events.EventCodec;
import nudge.mnist.Mnist;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.MiniBatch;
import nudge.network.Network;
import nudge.network.NetworkSpec;
import nudge.network.Sgd;
import nudge.network.WeightFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelFormatTest {
    private static final NetworkSpec SPEC = NetworkSpec.parse("784,16,10", Activation.TANH, Cost.CROSS_ENTROPY);
    private static final byte[] PIXELS = Mnist.test().image(0);

    /** A file as the safetensors specification describes it, read by nothing of ours. */
    private record Safetensors(JsonNode header, ByteBuffer data) {
        static Safetensors of(byte[] file) {
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(bytes.getLong());
            String json = new String(file, 8, length, StandardCharsets.UTF_8);
            assertThat(json).startsWith("{");
            return new Safetensors(
                    new JsonMapper().readTree(json),
                    bytes.slice(8 + length, file.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN));
        }

        float[] tensor(String name, long... shape) {
            JsonNode tensor = header.get(name);
            assertThat(tensor.get("dtype").asString()).isEqualTo("F32");
            int size = 1;
            for (int i = 0; i < shape.length; i++) {
                assertThat(tensor.get("shape").get(i).asLong()).isEqualTo(shape[i]);
                size *= (int) shape[i];
            }
            int from = tensor.get("data_offsets").get(0).asInt();
            assertThat(tensor.get("data_offsets").get(1).asInt() - from).isEqualTo(4 * size);
            float[] values = new float[size];
            data.slice(from, 4 * size)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
    }

    @Test
    void a_reader_of_safetensors_finds_the_network_and_gets_the_same_answers() {
        Network network = network();
        Safetensors file = Safetensors.of(write(ModelFormat.SAFETENSORS, WeightFile.write(network, Map.of())));
        double[] hidden = layer(file, 0, 784, 16, scaled());
        for (int j = 0; j < hidden.length; j++) {
            hidden[j] = Math.tanh(hidden[j]);
        }
        double[] z = layer(file, 1, 16, 10, hidden);
        double sum = 0;
        for (double each : z) {
            sum += Math.exp(each);
        }
        float[] outputs = new float[10];
        network.predict(PIXELS, 0, outputs);
        for (int j = 0; j < 10; j++) {
            assertThat(Math.exp(z[j]) / sum).isCloseTo(outputs[j], within(1e-5));
        }
    }

    @Test
    void the_metadata_names_the_checkpoint_its_place_and_its_network() {
        byte[] weights = WeightFile.write(network(), Map.of());
        JsonNode metadata =
                Safetensors.of(write(ModelFormat.SAFETENSORS, weights)).header().get("__metadata__");
        assertThat(metadata.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "model",
                        "checkpoint",
                        "parent",
                        "step",
                        "position",
                        "examples",
                        "heldOut",
                        "sha256",
                        "at",
                        "input",
                        "nudge.format",
                        "nudge.sizes",
                        "nudge.activation",
                        "nudge.cost");
        assertThat(metadata.get("checkpoint").asString()).isEqualTo("30-0123456789abcdef");
        assertThat(metadata.get("position").asString()).isEqualTo("140");
        assertThat(metadata.get("sha256").asString()).isEqualTo(WeightFile.sha256(weights));
        assertThat(metadata.get("input").asString()).contains("divide bytes of 0 to 255 by 255");
        assertThat(new String(write(ModelFormat.ONNX, weights), StandardCharsets.UTF_8))
                .contains("checkpoint", "30-0123456789abcdef", WeightFile.sha256(weights), "784,16,10");
    }

    @Test
    void what_momentum_keeps_stays_out_and_the_weights_are_the_same_bits() {
        Sgd sgd = new Sgd(network(), new Hyperparameters(0.1f, 0.9f, 1));
        MiniBatch batch = new MiniBatch(SPEC, 1);
        batch.add(PIXELS, 0, 7);
        sgd.step(batch);
        byte[] weights = WeightFile.write(sgd, Map.of());
        byte[] file = write(ModelFormat.SAFETENSORS, weights);
        assertThat(Safetensors.of(weights).header().has("layers.0.weight.velocity"))
                .isTrue();
        assertThat(Safetensors.of(file).header().has("layers.0.weight.velocity"))
                .isFalse();
        assertThat(WeightFile.write(WeightFile.read(file), Map.of()))
                .isEqualTo(WeightFile.write(WeightFile.read(weights), Map.of()));
        assertThat(file).isEqualTo(write(ModelFormat.SAFETENSORS, weights));
    }

    /** Where Python has NumPy: a reader in another language. */
    @Test
    void numpy_reads_safetensors_and_gets_the_same_answers(@TempDir Path folder) throws Exception {
        assumeThat(run("python3", "-c", "import numpy"))
                .as("exit code of importing NumPy")
                .isZero();
        Network network = network();
        Files.write(
                folder.resolve("model.safetensors"),
                write(ModelFormat.SAFETENSORS, WeightFile.write(network, Map.of())));
        Files.write(folder.resolve("pixels"), PIXELS);
        Files.writeString(folder.resolve("read.py"), """
                import json, struct, sys, numpy
                folder = sys.argv[1]
                file = open(folder + "/model.safetensors", "rb").read()
                (length,) = struct.unpack("<Q", file[:8])
                header = json.loads(file[8:8 + length])
                def tensor(name):
                    begin, end = header[name]["data_offsets"]
                    data = file[8 + length + begin:8 + length + end]
                    return numpy.frombuffer(data, "<f4").reshape(header[name]["shape"])
                x = numpy.fromfile(folder + "/pixels", "u1").astype("f4") / 255
                a = numpy.tanh(tensor("layers.0.weight") @ x + tensor("layers.0.bias"))
                z = tensor("layers.1.weight") @ a + tensor("layers.1.bias")
                e = numpy.exp(z - z.max())
                (e / e.sum()).astype(">f4").tofile(folder + "/outputs")
                """);
        assertThat(run("python3", folder.resolve("read.py").toString(), folder.toString()))
                .as("exit code of the script")
                .isZero();
        float[] theirs = new float[10];
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("outputs")))
                .asFloatBuffer()
                .get(theirs);
        float[] ours = new float[10];
        network.predict(PIXELS, 0, ours);
        assertThat(theirs).containsExactly(ours, within(1e-5f));
    }

    /** 127 when there is no such program. */
    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            return 127;
        }
    }

    private static Network network() {
        return Network.initialised(SPEC, Initialisation.GLOROT, 3);
    }

    private static double[] scaled() {
        double[] scaled = new double[PIXELS.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (PIXELS[i] & 0xff) / 255.0;
        }
        return scaled;
    }

    /** z [outputs] = weights [outputs][inputs] a [inputs] + biases. */
    private static double[] layer(Safetensors file, int l, int inputs, int outputs, double[] a) {
        float[] weights = file.tensor("layers." + l + ".weight", outputs, inputs);
        float[] biases = file.tensor("layers." + l + ".bias", outputs);
        double[] z = new double[outputs];
        for (int j = 0; j < outputs; j++) {
            z[j] = biases[j];
            for (int i = 0; i < inputs; i++) {
                z[j] += weights[j * inputs + i] * a[i];
            }
        }
        return z;
    }

    private static byte[] write(ModelFormat format, byte[] weights) {
        CheckpointPublished checkpoint = new CheckpointPublished(
                "30-0123456789abcdef",
                "digits",
                "20-0123456789abcdef",
                WeightFile.sha256(weights),
                weights.length,
                EventCodec.chunks(weights.length),
                30,
                100,
                20,
                140,
                120,
                List.of(),
                new Training(List.of(784, 16, 10), "tanh", "cross-entropy", "glorot", 0.1f, 0.9f, 100, 1),
                new Sampler(0, 100, 0, 0),
                Instant.parse("2026-11-30T06:00:00Z"));
        return format.write(checkpoint, weights);
    }
}
