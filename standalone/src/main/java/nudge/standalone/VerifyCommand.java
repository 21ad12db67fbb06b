package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.trainer.LineVerification;
import nudge.trainer.LineVerifier;
import nudge.trainer.TrainerConfiguration;
import nudge.trainer.Verification;
import nudge.trainer.Verification.From;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "verify",
        description = "Derive checkpoints again from the log, and compare their SHA-256.",
        footer = {
            "",
            "One checkpoint, or the last N: begins with the nearest checkpoint before it whose",
            "weights are still kept, or, with --root, with the first weights. All: one pass from",
            "the first weights on, which also derives what was promoted and rejected. What differs",
            "is named, the first of it when there is more.",
            "It takes a Kafka and nothing else. Exit code 0 only if all bits are the same.",
            "With --consensus: estimates of how people label, from the log in the database."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private RunningNudge running = new RunningNudge();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--root", description = "Begin with the seed, and derive every checkpoint on the way.")
    private boolean root;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "digits",
            description = "Whose checkpoints. Default: ${DEFAULT-VALUE}.")
    private String model = "digits";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Which checkpoints are verified. */
    private static final class Which {
        @Parameters(paramLabel = "CHECKPOINT", description = "Its id, as ./nudge watch prints it.")
        private @Nullable String checkpoint;

        @Option(
                names = "--last",
                paramLabel = "N",
                description = "The latest N checkpoints; some more where weights are forgotten.")
        private @Nullable Integer last;

        @Option(names = "--all", description = "Every checkpoint.")
        private boolean all;

        @Option(
                names = "--consensus",
                arity = "0..1",
                paramLabel = "N",
                fallbackValue = "0",
                description = "Estimate N of how people label, or every estimate.")
        private @Nullable Long consensus;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (which.consensus != null) {
            WrongUseException.unless(
                    which.consensus >= 0, "--consensus to be followed by a number from 1 on", which.consensus);
            return new EstimateVerification(spec.commandLine(), json)
                            .run(running.data(), which.consensus == 0 ? null : which.consensus)
                    ? 0
                    : 1;
        }
        try {
            TrainerConfiguration configuration = configuration();
            if (which.checkpoint != null) {
                Verification verification =
                        Verification.of(configuration, which.checkpoint, root ? From.ROOT : From.NEAREST);
                print(verification);
                return verification.holds() ? 0 : 1;
            }
            return line(configuration).holds() ? 0 : 1;
        } catch (IllegalArgumentException unknown) {
            throw new WrongUseException(String.valueOf(unknown.getMessage()));
        } catch (IllegalStateException missing) {
            throw new CommandFailedException(String.valueOf(missing.getMessage()));
        } catch (KafkaException away) {
            throw new CommandFailedException("Kafka does not answer: " + away.getMessage());
        }
    }

    private TrainerConfiguration configuration() {
        Map<String, String> variables = kafka.trainerVariables(running);
        variables.put("NUDGE_TRAINER_MODEL", model);
        return TrainerConfiguration.of(variables);
    }

    private LineVerification line(TrainerConfiguration configuration) {
        if (which.last != null) {
            WrongUseException.unless(which.last >= 1, "--last to be at least 1", which.last);
        }
        long began = System.nanoTime();
        try (LineVerifier verifier = which.last == null || root
                ? LineVerifier.all(configuration)
                : LineVerifier.last(configuration, which.last)) {
            LineVerification line;
            try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), "steps", verifier.steps())) {
                line = verifier.run(bar::done);
            }
            print(line, (System.nanoTime() - began) / 1e9);
            return line;
        }
    }

    private void print(LineVerification line, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        double rate = line.checkpoints() / Math.max(1e-3, seconds);
        LineVerification.Difference first = line.first();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("holds", line.holds());
            object.put("checkpoints", line.checkpoints());
            object.put("differing", line.differing());
            if (first != null) {
                object.put("first", first.checkpoint().id());
                object.put("expected", first.checkpoint().sha256());
                object.put("actual", first.actual());
            }
            if (line.decisions() != null) {
                object.put("decisions", line.decisions().compared());
                object.put("decisionsDiffering", line.decisions().differing());
                object.put("firstDecision", line.decisions().first());
            }
            object.put("last", line.last().id());
            object.put("from", line.from());
            object.put("steps", line.steps());
            object.put("seconds", seconds);
            object.put("checkpointsPerSecond", rate);
            out.println(new JsonMapper().writeValueAsString(object));
            return;
        }
        String way = way(line.steps(), line.from());
        if (first == null) {
            out.printf(
                    Locale.ROOT,
                    "all %,d checkpoints hold up to %s: %s give the same bits",
                    line.checkpoints(),
                    line.last().id(),
                    way);
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d of %,d checkpoints do NOT hold, checkpoint %s is the first: expected sha256 %s, but %s give %s",
                    line.differing(),
                    line.checkpoints(),
                    first.checkpoint().id(),
                    first.checkpoint().sha256(),
                    way,
                    first.actual());
        }
        out.printf(Locale.ROOT, "%s; %.1f s, %,.0f checkpoints/s%n", decisions(line), seconds, rate);
    }

    private static String decisions(LineVerification line) {
        LineVerification.Decisions decisions = line.decisions();
        if (decisions == null) {
            return "";
        }
        return decisions.differing() == 0
                ? String.format(Locale.ROOT, "; so do all %,d decisions on champions", decisions.compared())
                : String.format(
                        Locale.ROOT,
                        "; %,d of %,d decisions on champions do NOT hold, that on checkpoint %s is the first",
                        decisions.differing(),
                        decisions.compared(),
                        decisions.first());
    }

    private void print(Verification verification) {
        PrintWriter out = spec.commandLine().getOut();
        String checkpoint = verification.checkpoint().id();
        String expected = verification.checkpoint().sha256();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("checkpoint", checkpoint);
            line.put("holds", verification.holds());
            line.put("expected", expected);
            line.put("actual", verification.actual());
            line.put("from", verification.from());
            line.put("checkpoints", verification.checkpoints());
            line.put("steps", verification.steps());
            out.println(new JsonMapper().writeValueAsString(line));
            return;
        }
        String way = way(verification.steps(), verification.from());
        out.println(
                verification.holds()
                        ? "checkpoint " + checkpoint + " holds: " + way + " give the same bits, sha256 " + expected
                        : "checkpoint " + checkpoint + " does NOT hold: expected sha256 " + expected + ", but " + way
                                + " give " + verification.actual());
    }

    private static String way(long steps, @Nullable String from) {
        return String.format(Locale.ROOT, "%,d steps from %s", steps, from == null ? "the seed" : "checkpoint " + from);
    }
}
