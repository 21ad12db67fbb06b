package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.embedded.FileFailure;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.model.Predictor;
import nudge.network.Network;
import nudge.network.WeightFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "predict",
        description = "What a checkpoint's network reads in images: files, folders, ZIPs.",
        footer = {
            "",
            "Takes what ./nudge import takes, and sees each image as an import would store it.",
            "The network is fetched once; images are read and predicted here, on all cores.",
            "--json prints a line of JSON for each image, in the order of the files: name, digit,",
            "confidence, probabilities, checkpoint, and pixels, the 784 bytes that the network saw,",
            "in Base64; or name and error. Exit code 1 when something could not be read."
        },
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int SIDE = 28;

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Option(
            names = "--checkpoint",
            paramLabel = "ID",
            description =
                    "Whose network, as ./nudge watch prints it. Default: the champion's, or before there is one, the latest.")
    private @Nullable String checkpoint;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The network in a safetensors file of Nudge: then no Nudge has to run.")
    private @Nullable Path model;

    @Option(names = "--json", description = "A line of JSON for each image.")
    private boolean json;

    @Option(names = "--show", description = "Draw what the network saw.")
    private boolean show;

    @Spec
    private CommandSpec spec;

    private long read;
    private long failures;
    private long leftOut;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ImportFiles files = ImportFiles.below(paths);
        Loaded loaded = model == null ? fetched() : fromFile(model);
        long began = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        int threads = Runtime.getRuntime().availableProcessors();
        try (PredictedFiles predicted =
                new PredictedFiles(threads, () -> new Predictor(loaded.checkpoint, loaded.network))) {
            PredictedFiles.Sink sink = json ? new Lines(out) : new Texts(out);
            files.tell(new NotRead(sink));
            predicted.read(files.files(), sink);
        }
        out.flush();
        double seconds = (System.nanoTime() - began) / 1e9;
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%,d images by checkpoint %s, %,d not read%s; %.1f s, %,.0f images/s%n",
                        read,
                        loaded.checkpoint,
                        failures,
                        leftOut == 0
                                ? ""
                                : String.format(Locale.ROOT, ", %,d hidden or system files left out", leftOut),
                        seconds,
                        read / Math.max(1e-3, seconds));
        if (read + failures == 0) {
            throw new CommandFailedException("expected images, found none in " + paths);
        }
        return failures == 0 ? 0 : 1;
    }

    private record Loaded(String checkpoint, Network network) {}

    private Loaded fetched() throws IOException, InterruptedException {
        Api api = running.api();
        String wanted = checkpoint != null
                ? checkpoint
                : api.find("/api/champion")
                        .map(champion -> champion.get("checkpoint").asString())
                        .orElse(null);
        JsonNode found = ModelCommand.checkpoint(api, wanted);
        String id = found.get("id").asString();
        Path file = Files.createTempFile("nudge-model", ".safetensors");
        try {
            api.download(ModelCommand.path(id) + "/weights", file);
            byte[] weights = Files.readAllBytes(file);
            if (!WeightFile.sha256(weights).equals(found.get("sha256").asString())) {
                throw new CommandFailedException("expected weights of sha256 "
                        + found.get("sha256").asString() + ", got " + WeightFile.sha256(weights) + ": try again");
            }
            return new Loaded(id, WeightFile.read(weights));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Loaded fromFile(Path file) {
        try {
            byte[] weights = Files.readAllBytes(file);
            Network network = WeightFile.read(weights);
            WrongUseException.unless(
                    network.spec().inputs() == SIDE * SIDE,
                    "--model to be a network of 784 pixels",
                    network.spec().printedSizes());
            return new Loaded(
                    WeightFile.metadata(weights)
                            .getOrDefault("checkpoint", file.getFileName().toString()),
                    network);
        } catch (IOException unreadable) {
            throw new WrongUseException("expected --model to be a file that can be read, but "
                    + FileFailure.reason(unreadable) + ": " + file);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException("--model " + file + ": " + wrong.getMessage());
        }
    }

    /** Tells of the files that are not read; what is no failure, people alone are told. */
    private final class NotRead implements ImageSink {
        private final PredictedFiles.Sink to;

        NotRead(PredictedFiles.Sink to) {
            this.to = to;
        }

        @Override
        public void image(String name, byte[] pixels, @Nullable Integer digit) {
            throw new IllegalStateException("expected files that are not read, got the image " + name);
        }

        @Override
        public void unreadable(String name, String reason) {
            to.unreadable(name, reason);
        }

        @Override
        public void leftOut(String name) {
            leftOut++;
        }

        @Override
        public void note(String name, String note) {
            spec.commandLine().getErr().println("note: " + name + ": " + note);
        }
    }

    /** For programs. */
    private final class Lines implements PredictedFiles.Sink {
        private final PrintWriter out;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void read(String name, byte[] pixels, Prediction prediction) {
            read++;
            StringBuilder line = new StringBuilder(1500)
                    .append("{\"name\":")
                    .append(MAPPER.writeValueAsString(name))
                    .append(",\"digit\":")
                    .append(prediction.digit())
                    .append(",\"confidence\":")
                    .append((float) prediction.confidence())
                    .append(",\"probabilities\":[");
            for (int j = 0; j < prediction.probabilities().length; j++) {
                line.append(j == 0 ? "" : ",").append((float) prediction.probabilities()[j]);
            }
            line.append("],\"checkpoint\":")
                    .append(MAPPER.writeValueAsString(prediction.checkpoint()))
                    .append(",\"pixels\":\"")
                    .append(Base64.getEncoder().encodeToString(pixels))
                    .append("\"}\n");
            out.write(line.toString());
        }

        @Override
        public void unreadable(String name, String reason) {
            failures++;
            ObjectNode line = MAPPER.createObjectNode();
            line.put("name", name).put("error", reason);
            out.write(line + "\n");
        }
    }

    /** For people. */
    private final class Texts implements PredictedFiles.Sink {
        private final PrintWriter out;

        Texts(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void read(String name, byte[] pixels, Prediction prediction) {
            read++;
            out.printf(Locale.ROOT, "%s: %d (%.1f %%)%n", name, prediction.digit(), 100 * prediction.confidence());
            if (show) {
                out.print(drawn(pixels));
            }
        }

        @Override
        public void unreadable(String name, String reason) {
            failures++;
            out.println(name + ": not read: " + reason);
        }
    }

    /** Two rows of pixels a line, by half blocks. */
    static String drawn(byte[] pixels) {
        StringBuilder drawn = new StringBuilder();
        for (int y = 0; y < SIDE; y += 2) {
            drawn.append("  ");
            for (int x = 0; x < SIDE; x++) {
                boolean above = (pixels[y * SIDE + x] & 0xff) >= 64;
                boolean below = (pixels[(y + 1) * SIDE + x] & 0xff) >= 64;
                drawn.append(above && below ? '█' : above ? '▀' : below ? '▄' : ' ');
            }
            drawn.append('\n');
        }
        return drawn.toString();
    }
}
