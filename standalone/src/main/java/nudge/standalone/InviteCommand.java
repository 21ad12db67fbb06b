package nudge.standalone;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "invite",
        description = "Make a one-time link with which a person comes in.",
        footer = {
            "",
            "Whoever opens the link chooses a name and a password. It works once, within a week.",
            "Also the way back in when the only administrator has lost the password."
        },
        mixinStandardHelpOptions = true)
final class InviteCommand implements Callable<Integer> {
    /** What the person may do. */
    enum Role {
        annotator,
        reviewer,
        admin
    }

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(
            names = "--role",
            paramLabel = "annotator|reviewer|admin",
            defaultValue = "annotator",
            description = "What the person may do. Default: annotator.")
    private Role role = Role.annotator;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Whom it is for.")
    private String note = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode made = running.api().post("/api/invitations", Map.of("role", role.name(), "note", note));
        spec.commandLine()
                .getOut()
                .println(made.get("address").asString(running.http().toString())
                        + made.get("link").asString());
        return 0;
    }
}
