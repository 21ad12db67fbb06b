package nudge.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How other programs are run. */
final class Command {
    private static final long LIMIT_SECONDS = 120;

    private Command() {}

    /** What a command that ended has to say. */
    record Outcome(int exit, String output) {}

    /**
     * Runs a short command to its end, without input.
     *
     * @throws EmbeddedServerException if it cannot be run, or fails
     */
    static String run(List<String> command) {
        Outcome outcome = outcome(command);
        if (outcome.exit() != 0) {
            throw new EmbeddedServerException(String.format(
                    Locale.ROOT,
                    "%s: expected exit code 0, but it ended with %d and said: %s",
                    command.get(0),
                    outcome.exit(),
                    outcome.output()));
        }
        return outcome.output();
    }

    static boolean succeeds(List<String> command) {
        return outcome(command).exit() == 0;
    }

    private static Outcome outcome(List<String> command) {
        try {
            Path output = Files.createTempFile("nudge-command", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
                neutral(builder);
                Process process = builder.redirectOutput(output.toFile()).start();
                // Its input stays open: a command under the watchdog ends when this JVM does.
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Outcome(-1, "no end after " + LIMIT_SECONDS + " s");
                }
                process.getOutputStream().close();
                return new Outcome(
                        process.exitValue(),
                        Files.readString(output, StandardCharsets.UTF_8).strip());
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while running " + command.get(0), e);
        }
    }

    /**
     * English in UTF-8, whatever the language of the machine. The user's own PostgreSQL settings (PGPORT, PGDATA and so on)
     * are not meant for a server of ours.
     */
    static void neutral(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
    }

    /**
     * The command in a session of its own where the system can do that: Ctrl-C in a terminal then reaches this JVM
     * alone, and this JVM stops its servers in the right order.
     */
    static List<String> inOwnSession(List<String> command) {
        List<String> all = new ArrayList<>();
        if (isInstalled("setsid")) {
            all.add("setsid");
        }
        all.addAll(command);
        return all;
    }

    static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
