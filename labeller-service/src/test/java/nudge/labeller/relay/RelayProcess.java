package nudge.labeller.relay;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import nudge.embedded.EmbeddedServers;
import nudge.events.KafkaSettings;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;

/** A relay in a process of its own, to be killed and paused. */
final class RelayProcess implements AutoCloseable {
    private final Process process;

    private RelayProcess(Process process) {
        this.process = process;
    }

    static RelayProcess start(TestStore store) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        EmbeddedServers.shared().kafka().clientFile().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(TestStore.environment(store.url()));
        return new RelayProcess(builder.start());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void pause() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        if (new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("expected to send SIG" + name + " to the process " + process.pid());
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** Relays until it is killed, or its parent is gone. */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource database = TestStore.connect(System.getenv());
                Relay relay = new Relay(new Database(database), KafkaSettings.from(Path.of(arguments[0])))) {
            while (System.in.read() >= 0) {
                relay.wake();
            }
        }
    }
}
