package nudge.standalone;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.labeller.audit.Audit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "audit",
        description = "Check the whole log, and compare it with Kafka.",
        footer = {
            "",
            "Walks every event: gapless positions, whole hash chain, contiguous versions, the",
            "pixels' digests; then every record of nudge.labels. Names the first position",
            "that is not as it should be. Works on a running and on a stopped Nudge.",
            "Exit code 0 only if all holds."
        },
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private DataFolder data = new DataFolder();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        try (OpenLog log = OpenLog.of(data.path());
                Connection connection = log.owner()) {
            Audit.AuditReport report = Audit.run(connection, log.kafka(), log.running());
            print(report);
            return report.sound() ? 0 : 1;
        }
    }

    private void print(Audit.AuditReport report) {
        if (!json) {
            spec.commandLine().getOut().println(report);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sound", report.sound());
        line.put("store", report.store());
        line.put("events", report.events());
        line.put("streams", report.streams());
        line.put("images", report.images());
        line.put("records", report.records());
        if (report.finding() != null) {
            line.put("position", report.finding().position());
            line.put("finding", report.finding().what());
        }
        spec.commandLine().getOut().println(new JsonMapper().writeValueAsString(line));
    }
}
