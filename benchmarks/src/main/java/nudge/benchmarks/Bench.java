package nudge.benchmarks;

import nudge.benchmarks.crowd.CrowdBench;
import nudge.benchmarks.crowd.QueueBench;
import nudge.benchmarks.explain.ExplainBench;
import nudge.benchmarks.log.LogBench;
import nudge.benchmarks.log.RecomputeBench;
import nudge.benchmarks.sheets.SheetBench;
import nudge.benchmarks.trainer.CatchUpBench;
import nudge.benchmarks.trainer.MemoryBench;
import nudge.standalone.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** All measurements: {@code ./nudge bench help}. */
@Command(
        name = "bench",
        description = "Measure Nudge beside its peers and beside what the machine can do.",
        subcommands = {
            LatencyBench.class,
            SgdBench.class,
            LogBench.class,
            RecomputeBench.class,
            CatchUpBench.class,
            MemoryBench.class,
            PageBench.class,
            StartBench.class,
            GrowthBench.class,
            FaultsBench.class,
            SheetBench.class,
            QueueBench.class,
            CrowdBench.class,
            ExplainBench.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "BENCHMARK",
        footer = {
            "",
            "Figures are medians of alternating rounds, printed side by side; with --json one",
            "JSON object a line. Leave the machine alone meanwhile."
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(Main.run(new CommandLine(new Bench()))
                .execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }
}
