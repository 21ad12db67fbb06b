package nudge.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nudge.labeller.consensus.ConsensusVerifier;
import nudge.labeller.consensus.ConsensusVerifier.Verified;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./nudge verify --consensus}: derives estimates of how people label again from the log. */
final class EstimateVerification {
    private final CommandLine commandLine;
    private final boolean json;

    EstimateVerification(CommandLine commandLine, boolean json) {
        this.commandLine = commandLine;
        this.json = json;
    }

    /**
     * Verifies and prints.
     *
     * @param number of the estimate, or null for all
     * @return whether all hold
     */
    boolean run(Path data, @Nullable Long number) throws IOException, SQLException {
        try (OpenLog log = OpenLog.of(data);
                Connection connection = log.owner()) {
            List<Verified> verified = verified(connection, number);
            if (json) {
                printJson(verified);
            } else {
                print(verified);
            }
            return verified.stream().allMatch(Verified::holds);
        }
    }

    private List<Verified> verified(Connection connection, @Nullable Long number) throws SQLException {
        try (ProgressBar bar = new ProgressBar(commandLine.getErr(), "events", ConsensusVerifier.events(connection))) {
            return ConsensusVerifier.run(connection, number, bar::done);
        } catch (IllegalArgumentException unknown) {
            throw new WrongUseException(String.valueOf(unknown.getMessage()));
        }
    }

    private void print(List<Verified> verified) {
        PrintWriter out = commandLine.getOut();
        for (Verified each : verified) {
            out.printf(
                    Locale.ROOT,
                    "estimate %d %s: %,d labels of %,d people up to position %,d give %s%s%n",
                    each.number(),
                    each.holds() ? "holds" : "does NOT hold",
                    each.labels(),
                    each.annotators(),
                    each.horizon(),
                    each.actual().isEmpty() ? "nothing" : each.actual(),
                    each.holds() ? "" : "; " + each.difference());
        }
        if (verified.isEmpty()) {
            out.println("There is no estimate yet: labels of several people are needed, under the policy crowd.");
        }
    }

    private void printJson(List<Verified> verified) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("holds", verified.stream().allMatch(Verified::holds));
        line.put("estimates", verified);
        commandLine.getOut().println(new JsonMapper().writeValueAsString(line));
    }
}
