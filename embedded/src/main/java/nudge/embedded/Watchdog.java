package nudge.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell between this JVM and a program that does not watch its parent. The shell's input is a pipe from this JVM. When
 * the pipe ends, because it was closed or because the JVM is gone (kill -9 included), the program gets SIGINT, which
 * PostgreSQL takes as a fast shutdown. The shell ends with the program and with its exit code.
 */
final class Watchdog {
    // The pipe moves to descriptor 3, where only the reader keeps it. A signal interrupts wait, hence the loop.
    private static final String SCRIPT = """
            exec 3<&0 </dev/null
            "$@" 3<&- &
            program=$!
            trap 'kill -INT $program 2>/dev/null' INT TERM HUP
            ( trap - INT TERM HUP; read -r _ <&3; kill -INT $program 2>/dev/null ) &
            reader=$!
            exec 3<&-
            wait $program; code=$?
            while kill -0 $program 2>/dev/null; do wait $program; code=$?; done
            kill $reader 2>/dev/null
            exit $code
            """;

    private Watchdog() {}

    static List<String> over(List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "nudge-watchdog"));
        all.addAll(command);
        return Command.inOwnSession(all);
    }
}
