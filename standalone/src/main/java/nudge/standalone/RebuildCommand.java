package nudge.standalone;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.labeller.image.Rebuild;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = "Build the projections anew from the log, and put them in the place of the old ones.",
        footer = {
            "",
            "Labelling goes on meanwhile. Says how many rows were otherwise before: none, if",
            "nobody has changed them by hand. Works on a running and on a stopped Nudge."
        },
        mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private DataFolder data = new DataFolder();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        try (OpenLog log = OpenLog.of(data.path());
                Connection connection = log.owner()) {
            Rebuild.Comparison report = Rebuild.run(connection);
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "The projections are rebuilt from %,d events in %.1f s; %,d rows were otherwise before%n",
                            report.events(),
                            report.took().toMillis() / 1e3,
                            report.different());
            return 0;
        }
    }
}
