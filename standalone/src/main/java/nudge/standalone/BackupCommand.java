package nudge.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.embedded.FileFailure;
import nudge.labeller.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = "Write the log and the images into a file, as one moment had them.",
        footer = {
            "",
            "Labelling goes on meanwhile. Kafka is not in the file: it follows from the log.",
            "Works on a running and on a stopped Nudge."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private DataFolder data = new DataFolder();

    @Parameters(paramLabel = "FILE", description = "Replaced as a whole if it is there.")
    private Path file = Path.of("nudge.backup");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws SQLException {
        try (OpenLog log = OpenLog.of(data.path());
                Connection connection = log.owner()) {
            Backup.Contents report = Backup.write(connection, file.toAbsolutePath());
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s holds the log %s up to position %,d: %,d rows, %,d bytes%n",
                            file,
                            report.head().store(),
                            report.head().position(),
                            report.rows(),
                            report.bytes());
            return 0;
        } catch (IOException failed) {
            throw new CommandFailedException(
                    "the backup cannot be written to " + file + ": " + FileFailure.reason(failed));
        }
    }
}
