package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import nudge.embedded.EmbeddedServerException;
import nudge.embedded.FileFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code ./nudge help}. */
@Command(
        name = "nudge",
        description = "Label a digit; watch the network learn it.",
        subcommands = {
            UpCommand.class,
            AnnotateCommand.class,
            InviteCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            WatchCommand.class,
            TrainCommand.class,
            ModelCommand.class,
            ChampionCommand.class,
            PredictCommand.class,
            ReviewCommand.class,
            VerifyCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RebuildCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Other commands, which the launcher runs itself:",
            "  test             Run every test.",
            "  bench            Measure: ./nudge bench help",
            "  image            Build the container images of both services.",
            "  vulnerabilities  Check what the services ship against published vulnerabilities.",
            "",
            "Exit codes: 0 done, 1 it failed or a check does not hold, 2 wrong use.",
            "Data live in ~/.nudge, or where NUDGE_HOME or --data says."
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Some library may print or read what is meant for machines in the language of this one.
        Locale.setDefault(Locale.ROOT);
        // Logs go to a file; the terminal is for people.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return run(new CommandLine(new Main()));
    }

    /** The rules of all commands: exit codes, and one line for each error. */
    public static CommandLine run(CommandLine commandLine) {
        return commandLine
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("nudge: " + message(failure));
                    return failure instanceof WrongUseException || failure instanceof InvalidPathException ? 2 : 1;
                })
                .setParameterExceptionHandler((wrong, arguments) -> {
                    wrong.getCommandLine().getErr().println("nudge: " + wrong.getMessage());
                    String name = wrong.getCommandLine().getCommandName();
                    boolean root = wrong.getCommandLine().getParent() == null;
                    wrong.getCommandLine().getErr().println("Try ./nudge help" + (root ? "" : " " + name));
                    return 2;
                });
    }

    private static String message(Throwable failure) {
        if (failure instanceof InvalidPathException unwritable) {
            return "expected the name of a file or folder that this locale can write, got " + unwritable.getInput()
                    + ": set LC_ALL=C.UTF-8";
        }
        IOException io = failure instanceof UncheckedIOException unchecked
                ? unchecked.getCause()
                : failure instanceof IOException checked ? checked : null;
        if (io instanceof FileSystemException files) {
            return "expected to read and write " + files.getFile() + ", but " + FileFailure.reason(files);
        }
        if (io != null && io.getMessage() != null) {
            return FileFailure.reason(io);
        }
        String message = failure.getMessage();
        boolean speaks = failure instanceof WrongUseException
                || failure instanceof CommandFailedException
                || failure instanceof EmbeddedServerException;
        return speaks && message != null ? message : failure.toString();
    }
}
