package nudge.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.labeller.Labeller;
import nudge.labeller.audit.Audit;
import nudge.labeller.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = "Put a backup into a data folder that has no log yet.",
        footer = {
            "",
            "The file and the log in it are checked first; it is restored as a whole, or not",
            "at all. The next ./nudge up publishes everything to Kafka, and the trainer learns",
            "anew. Beside a Kafka that has more than the backup it is refused."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private DataFolder data = new DataFolder();

    @Parameters(paramLabel = "FILE", description = "A file that ./nudge backup wrote.")
    private Path file = Path.of("nudge.backup");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, SQLException {
        if (!Files.isReadable(file)) {
            throw new WrongUseException("expected a backup that can be read, got " + file);
        }
        if (RunningNudge.running(data.path()).isPresent()) {
            throw new WrongUseException("expected no Nudge to run on the data in " + data.path() + ": stop it first");
        }
        try (OpenLog log = OpenLog.start(data.path())) {
            Labeller.prepare(LocalNudge.labellerConfiguration(log.servers(), 0, 0));
            try (Connection connection = log.owner()) {
                Backup.Contents report = Backup.restore(connection, file.toAbsolutePath());
                Audit.AuditReport audit = Audit.run(connection, log.kafka(), false);
                if (!audit.sound()) {
                    throw new CommandFailedException("the backup is restored, but the Kafka in " + data.path()
                            + " does not fit to it, and the relay will refuse to publish: " + audit.finding()
                            + "; restore into an empty folder");
                }
                spec.commandLine()
                        .getOut()
                        .printf(
                                Locale.ROOT,
                                "%s has the log %s up to position %,d: %,d rows. Start it with ./nudge up%n",
                                data.path(),
                                report.head().store(),
                                report.head().position(),
                                report.rows());
            }
            return 0;
        } catch (IOException | IllegalStateException refused) {
            throw new CommandFailedException("the backup is not restored: " + refused.getMessage());
        }
    }
}
