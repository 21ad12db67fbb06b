package nudge.standalone;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.labeller.model.ModelFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "model",
        description = "Save a checkpoint's network into a file that other programs read.",
        footer = {
            "",
            "safetensors  weights and biases by name, for NumPy, PyTorch and many others",
            "onnx         a model for every ONNX runtime: pixels [batch, 784] from 0 to 1 in,",
            "             activations [batch, 10] out",
            "",
            "Both carry the checkpoint's id, step, log position and SHA-256 as metadata. The same",
            "checkpoint gives the same bytes."
        },
        mixinStandardHelpOptions = true)
final class ModelCommand implements Callable<Integer> {
    @Mixin
    private RunningNudge running = new RunningNudge();

    @Parameters(
            paramLabel = "CHECKPOINT",
            arity = "0..1",
            description = "Its id, as ./nudge watch prints it. Default: the latest.")
    private @Nullable String checkpoint;

    @Option(names = "--format", paramLabel = "F", required = true, description = "safetensors or onnx.")
    private String format = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Replaced as a whole if it is there. Default: CHECKPOINT.F, in this folder.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelFormat wanted = ModelFormat.of(format)
                .orElseThrow(() -> new WrongUseException("expected --format to be safetensors or onnx, got " + format));
        Api api = running.api();
        JsonNode found = checkpoint(api, checkpoint);
        String id = found.get("id").asString();
        Path file = out == null ? Path.of(id + "." + wanted.extension()) : out;
        api.download(path(id) + "/" + wanted.extension(), file.toAbsolutePath());
        print(found, file);
        return 0;
    }

    /**
     * What is known of a checkpoint.
     *
     * @param id null for the latest
     * @throws CommandFailedException when there is none
     */
    static JsonNode checkpoint(Api api, @Nullable String id) throws InterruptedException {
        if (id != null) {
            return api.get(path(id));
        }
        JsonNode latest = api.get("/api/checkpoints?limit=1");
        if (latest.isEmpty()) {
            throw new CommandFailedException(
                    "expected a checkpoint, found none yet: the first one follows the first labels");
        }
        return latest.get(0);
    }

    /** Of a checkpoint in the API. */
    static String path(String id) {
        return "/api/checkpoints/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private void print(JsonNode found, Path file) throws IOException {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("file", file.toString());
            line.put("bytes", Files.size(file));
            line.put("checkpoint", found);
            spec.commandLine().getOut().println(new JsonMapper().writeValueAsString(line));
            return;
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s holds checkpoint %s: step %,d, log position %,d; %,d bytes%n",
                        file,
                        found.get("id").asString(),
                        found.get("step").asLong(),
                        found.get("position").asLong(),
                        Files.size(file));
    }
}
