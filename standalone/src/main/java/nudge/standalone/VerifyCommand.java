package nudge.standalone;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.embedded.EmbeddedKafka;
import nudge.trainer.TrainerConfiguration;
import nudge.trainer.Verification;
import nudge.trainer.Verification.From;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "verify",
        description = "Derive a checkpoint again from the log, and compare its SHA-256.",
        footer = {
            "",
            "Begins with the nearest checkpoint before it whose weights are still kept, or,",
            "with --root, with the first weights. Exit code 0 only if the bits are the same."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private RunningNudge running = new RunningNudge();

    @Parameters(paramLabel = "CHECKPOINT", description = "Its id, as ./nudge watch prints it.")
    private String checkpoint = "";

    @Option(names = "--root", description = "Begin with the seed, and derive every checkpoint on the way.")
    private boolean root;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        TrainerConfiguration configuration = TrainerConfiguration.of(Map.of(
                "NUDGE_TRAINER_KAFKA",
                running.addresses().kafka(),
                "NUDGE_TRAINER_KAFKA_PROPERTIES",
                EmbeddedKafka.clientFile(Home.kafka(running.data())).toString()));
        try {
            Verification verification = Verification.of(configuration, checkpoint, root ? From.ROOT : From.NEAREST);
            print(verification);
            return verification.holds() ? 0 : 1;
        } catch (IllegalArgumentException unknown) {
            throw new WrongUseException(String.valueOf(unknown.getMessage()));
        } catch (IllegalStateException missing) {
            throw new CommandFailedException(String.valueOf(missing.getMessage()));
        }
    }

    private void print(Verification verification) {
        PrintWriter out = spec.commandLine().getOut();
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
        String way = String.format(
                Locale.ROOT,
                "%,d steps from %s",
                verification.steps(),
                verification.from() == null ? "the seed" : "checkpoint " + verification.from());
        out.println(
                verification.holds()
                        ? "checkpoint " + checkpoint + " holds: " + way + " give the same bits, sha256 " + expected
                        : "checkpoint " + checkpoint + " does NOT hold: expected sha256 " + expected + ", but " + way
                                + " give " + verification.actual());
    }
}
