package nudge.standalone;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "champion",
        description = "The checkpoint that is proven not to be worse, whose network makes suggestions.",
        subcommands = {ChampionCommand.Show.class, HelpCommand.class},
        synopsisSubcommandLabel = "show",
        footer = {
            "",
            "Each checkpoint that is measured is compared with the anchor, the last one that was",
            "proven better, on the same held-out images; it becomes the champion unless it may be",
            "more than two points worse. Before anything is measured, there is no champion."
        },
        mixinStandardHelpOptions = true)
final class ChampionCommand {
    private ChampionCommand() {}

    @Command(
            name = "show",
            description = "Which one it is, and the numbers by which it was promoted.",
            footer = {
                "",
                "n        held-out images that champion and anchor have answered",
                "b, c     on which the champion alone was right, and the anchor alone",
                "p        how likely b or more would be if both were equally good",
                "bound    of the share of images on which they differ",
                "risk     how likely so few losses would be if it were two points worse"
            },
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private RunningNudge running = new RunningNudge();

        @Option(names = "--json", description = "Print one JSON object, as GET /api/champion answers.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode champion = running.api().get("/api/champion");
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(champion);
            } else {
                print(champion, out);
            }
            out.flush();
            return 0;
        }

        private static void print(JsonNode champion, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "champion %s: %s%s; step %,d, log position %,d%n",
                    champion.get("checkpoint").asString(),
                    champion.get("rule").asString(),
                    champion.get("unproven").asBoolean() ? " (nothing is proven of it)" : "",
                    champion.get("step").asLong(),
                    champion.get("position").asLong());
            JsonNode numbers = champion.get("comparison");
            if (!numbers.isNull()) {
                out.printf(
                        Locale.ROOT,
                        "beside %s on %,d held-out images: right alone on %,d, wrong alone on %,d; p %.2g, bound %.4f, risk"
                                + " %.2g%n",
                        champion.get("comparedWith").asString(),
                        numbers.get("n").asInt(),
                        numbers.get("b").asInt(),
                        numbers.get("c").asInt(),
                        numbers.get("p").asDouble(),
                        numbers.get("bound").asDouble(),
                        numbers.get("risk").asDouble());
                printRecall("recall", numbers.get("recall"), out);
                printRecall("of the anchor", numbers.get("anchorRecall"), out);
            }
            if (!champion.get("anchor").isNull()) {
                out.println("anchor " + champion.get("anchor").get("checkpoint").asString());
            }
        }

        private static void printRecall(String name, JsonNode recall, PrintWriter out) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
            for (int digit = 0; digit < recall.size(); digit++) {
                JsonNode share = recall.get(digit);
                line.append(
                        share.isNull()
                                ? String.format(Locale.ROOT, "  %d: none", digit)
                                : String.format(Locale.ROOT, "  %d: %.1f %%", digit, 100 * share.asDouble()));
            }
            out.println(line);
        }
    }
}
