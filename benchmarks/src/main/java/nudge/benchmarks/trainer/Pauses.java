package nudge.benchmarks.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** How long the garbage collector made threads wait, as the JVM's flight recorder saw it. */
final class Pauses implements AutoCloseable {
    /** All threads stand still, or one waits for memory. */
    private static final List<String> WAITING = List.of("jdk.GCPhasePause", "jdk.ZAllocationStall");

    private final Recording recording = new Recording();

    private Pauses() {}

    static Pauses watched() {
        Pauses pauses = new Pauses();
        WAITING.forEach(event -> pauses.recording.enable(event).withThreshold(Duration.ZERO));
        pauses.recording.start();
        return pauses;
    }

    /** Ends the watch. @return milliseconds of each pause */
    List<Double> ended() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("nudge-bench-pauses-", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .map(RecordedEvent::getDuration)
                    .map(pause -> pause.toNanos() / 1e6)
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
