package nudge.standalone;

import nudge.labeller.intake.CsvOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read CSV: what the files do not tell by themselves. */
final class CsvArguments {
    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "CSV: the column of labels: first, last, none, or its name. Default: found by the header, or by"
                            + " the whole file.")
    private @Nullable String label;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "CSV: what stands for full ink, 255 or 1. Default: found by the whole file.")
    private @Nullable Integer scale;

    CsvOptions options() {
        try {
            return new CsvOptions(label, scale);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException(String.valueOf(wrong.getMessage()));
        }
    }
}
