package nudge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.labeller.export.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Write the images and their labels into a file, as of any position of the log.",
        footer = {
            "",
            "jsonl  all that is known of each image, one JSON object a line",
            "csv    label and 784 columns; an empty label is not known",
            "idx    a ZIP of IDX pairs, as MNIST's: the labelled images",
            "png    a ZIP of pictures in folders by split and digit",
            "",
            "The same position gives the same bytes."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(names = "--format", paramLabel = "F", required = true, description = "jsonl, csv, idx or png.")
    private String format = "";

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Replaced as a whole if it is there.")
    private Path out = Path.of("");

    @Option(
            names = {"--at", "--position"},
            paramLabel = "P",
            description = "The position of the log. Default: its end.")
    private @Nullable Long at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongUseException.unless(Format.of(format).isPresent(), "--format to be jsonl, csv, idx or png", format);
        Api api = running.api();
        long asOf = at != null ? at : api.get("/api/progress").get("position").asLong();
        api.download("/api/export?format=" + format + "&at=" + asOf, out.toAbsolutePath());
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "%s holds the images as of position %,d: %,d bytes%n", out, asOf, Files.size(out));
        return 0;
    }
}
