package nudge.standalone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the operating system tells processes. */
enum Signal {
    KILL,
    STOP,
    CONT,
    INT,
    TERM;

    /** To those that are alive. */
    void send(List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> String.valueOf(process.pid()))
                .forEach(command::add);
        if (command.size() == 2) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new IllegalStateException("expected the command kill, found none", failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** To a process and all that it has started. */
    void sendToTree(ProcessHandle root) {
        List<ProcessHandle> all = new ArrayList<>(root.descendants().toList());
        all.add(0, root);
        send(all);
    }
}
