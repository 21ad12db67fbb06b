package nudge.benchmarks.sheets;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.PagePicture;
import nudge.labeller.intake.UnreadableException;
import nudge.labeller.sheet.Sheet;
import nudge.labeller.sheet.WorkingTime;
import nudge.mnist.Mnist;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "sheets",
        description = "How well the digits of photographed pages are found, on twenty made sheets.",
        footer = {
            "",
            "Each sheet is written with MNIST's test digits on paper of some kind, and then",
            "photographed with shadow, skew, perspective, blur, noise and JPEG. A box is right",
            "when it and the digit's bounds share half of what both cover. A digit is untouched",
            "when its box is right and in its place in the row: nobody has to correct anything.",
            "The program was tuned on the sheets of --seed 0: others show what it finds on new ones."
        },
        mixinStandardHelpOptions = true)
public final class SheetBench implements Callable<Integer> {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Other digits, hands and corners for another number. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--keep", paramLabel = "FOLDER", description = "Write the made pictures into a folder.")
    private @Nullable Path kept;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private record Line(
            String sheet, int digits, int boxes, double recall, double precision, double untouched, long ms) {
        static Line of(String name, SheetScore score, long nanos) {
            return new Line(
                    name,
                    score.digits(),
                    score.boxes(),
                    score.recall(),
                    score.precision(),
                    score.untouchedShare(),
                    nanos / 1_000_000);
        }
    }

    @Override
    public Integer call() throws IOException {
        Mnist digits = Mnist.test();
        SheetScore all = SheetScore.NONE;
        long nanos = 0;
        for (Recipe recipe : Recipe.all()) {
            Recipe other = recipe.withSeed(recipe.seed() + 1_000 * seed);
            MadeSheet made = MadeSheet.make(other, digits);
            if (kept != null) {
                String end = other.camera().quality() == 0 ? ".png" : ".jpg";
                Files.write(kept.resolve(String.format(Locale.ROOT, "%02d%s", recipe.seed(), end)), made.file());
            }
            long began = System.nanoTime();
            SheetScore score = SheetScore.of(made.rows(), read(made).rows());
            long took = System.nanoTime() - began;
            print(Line.of(recipe.name(), score, took));
            all = all.plus(score);
            nanos += took;
        }
        print(Line.of("all", all, nanos));
        return 0;
    }

    static Sheet read(MadeSheet made) throws UnreadableException {
        return Sheet.of(PagePicture.of(made.file(), Limits.USUAL), new WorkingTime(Duration.ofMinutes(1)));
    }

    private void print(Line line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? new JsonMapper().writeValueAsString(line)
                        : String.format(
                                Locale.ROOT,
                                "%-30s %5d digits %5d boxes   recall %5.1f %%   precision %5.1f %%   untouched %5.1f %%   %6d ms",
                                line.sheet,
                                line.digits,
                                line.boxes,
                                100 * line.recall,
                                100 * line.precision,
                                100 * line.untouched,
                                line.ms));
        out.flush();
    }
}
