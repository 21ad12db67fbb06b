package nudge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import nudge.standalone.CommandFailedException;
import nudge.standalone.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the schedules of the fault tests through Maven: they stay where the other tests are. */
@Command(
        name = "faults",
        description = "Random faults of a whole Nudge: whether anything is lost or doubled, and whether all heals.",
        footer = {
            "",
            "Runs schedules of faults of every kind (killed, paused, cut off, half-open, slow,",
            "a lost tail of Kafka, clocks that jump, clients that drip) while eight clients",
            "label, and checks all that Nudge promises after each. Prints each seed and what",
            "was checked, then how many schedules there were, of which faults, and how many",
            "violations: with any, it exits with 1. Three seeds in a row have every kind.",
            "Takes 20 to 40 s a schedule. It needs Maven, and for the clocks Debian's faketime."
        },
        mixinStandardHelpOptions = true)
final class FaultsBench implements Callable<Integer> {
    private static final String TEST = "FaultsTest#nothing_is_lost_or_doubled_and_all_heals_without_a_hand*";
    /** What the test says itself, and what Maven says of failures. */
    private static final Pattern SHOWN = Pattern.compile(
            "(seed \\d+ |drained |schedules: |\\[ERROR] (Tests run|COMPILATION| {2}Faults|.*seed \\d+)).*");

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "50",
            description = "Schedules, each of a new seed. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seeds",
            paramLabel = "S",
            split = ",",
            description = "Seeds of schedules, with commas, instead of new ones: those that a failure names.")
    private @Nullable List<Long> seeds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongUseException.unless(count >= 1, "--count to be at least 1", count);
        Path checkout = Path.of(System.getProperty(StartBench.CHECKOUT, "."));
        WrongUseException.unless(
                Files.isExecutable(checkout.resolve("nudge")), "to be started by the launcher of a checkout", checkout);
        PrintWriter out = spec.commandLine().getOut();
        Process maven = start(checkout);
        boolean summed = false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(maven.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (SHOWN.matcher(line).matches()) {
                    out.println(line);
                    out.flush();
                    summed |= line.startsWith("schedules: ");
                }
            }
        }
        int exit = maven.waitFor();
        if (!summed) {
            throw new CommandFailedException("expected the fault tests to run, but Maven ended with " + exit
                    + " before them: build them with mvn -pl standalone -am test-compile, and see why");
        }
        return exit == 0 ? 0 : 1;
    }

    private Process start(Path checkout) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-ntp",
                "-pl",
                "standalone",
                "-am",
                "-Dtest=" + TEST,
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dspotless.check.skip=true",
                seeds == null
                        ? "-Dnudge.faults.count=" + count
                        : "-Dnudge.faults.seeds="
                                + String.join(
                                        ",", seeds.stream().map(String::valueOf).toList()),
                "test"));
        try {
            return new ProcessBuilder(command)
                    .directory(checkout.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            throw new CommandFailedException(
                    "expected Maven on the PATH, found none: install it (Debian: apt-get install maven)");
        }
    }
}
