package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./nudge up}, ended at any moment. */
@Tag("server")
@Tag("faults")
class StoppedUpTest {
    private static final Duration STARTS = Duration.ofSeconds(90);
    private static final Duration ENDS = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void leaves_no_process_behind_whenever_it_is_told_to_stop() throws Exception {
        endedWhen(Signal.INT, "../cache/nudge");
        endedWhen(Signal.KILL, "postgres/postgres.log");
        endedWhen(Signal.TERM, "kafka/broker.properties");
        endedWhen(Signal.INT, "kafka/data");
        NudgeProcess filling = launch();
        await().atMost(STARTS).until(() -> filling.output().contains("Adding MNIST"));
        assertThat(launch().exitCode()).as("exit code of a second one").isEqualTo(2);
        end(filling, Signal.INT);
    }

    private NudgeProcess launch() throws IOException {
        // A cache of its own: PostgreSQL's programs are unpacked.
        return NudgeProcess.launch(
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()), folder.resolve("data"), 0);
    }

    /** Ends it when it has come so far that a file is there, or has become newer. */
    private void endedWhen(Signal signal, String file) throws IOException {
        Path mark = folder.resolve("data").resolve(file);
        long before = modified(mark);
        NudgeProcess nudge = launch();
        await().atMost(STARTS).pollInterval(Duration.ofMillis(20)).until(() -> modified(mark) != before);
        end(nudge, signal);
    }

    private static long modified(Path file) throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    }

    private void end(NudgeProcess nudge, Signal signal) {
        long began = System.nanoTime();
        signal.send(List.of(nudge.process()));
        await().atMost(ENDS).until(() -> !nudge.process().isAlive() && left().isEmpty());
        System.out.printf(Locale.ROOT, "%s: all gone after %.1f s%n", signal, (System.nanoTime() - began) / 1e9);
    }

    /** Processes that were started on these data. */
    private List<String> left() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(folder.toString()))
                .toList();
    }
}
