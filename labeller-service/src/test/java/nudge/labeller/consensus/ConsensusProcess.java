package nudge.labeller.consensus;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.quality.QualityQueries;

/** The work in the background in a process of its own, to be killed. */
final class ConsensusProcess implements AutoCloseable {
    private final Process process;

    private ConsensusProcess(Process process) {
        this.process = process;
    }

    static ConsensusProcess start(TestStore store) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConsensusProcess.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(TestStore.environment(store.url()));
        return new ConsensusProcess(builder.start());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** Works until it is killed, or its parent is gone. */
    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.systemUTC();
        try (HikariDataSource pool = TestStore.connect(System.getenv());
                GroupCommit<LogRequest, Receipt> log =
                        new GroupCommit<>(pool, new ImageTransaction(clock, new EventIds(clock)), () -> {});
                ConsensusJobs jobs =
                        new ConsensusJobs(new Database(pool), log, new QualityQueries(new Database(pool)))) {
            while (System.in.read() >= 0) {
                jobs.wake();
            }
        }
    }
}
