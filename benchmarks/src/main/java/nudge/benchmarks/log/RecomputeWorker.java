package nudge.benchmarks.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Clock;
import nudge.labeller.consensus.ConsensusJobs;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.quality.QualityQueries;

/** Does the labeller's work in the background on a database, until it is killed or its parent is gone. */
final class RecomputeWorker {
    static final String PASSWORD = "NUDGE_BENCH_PASSWORD";

    private RecomputeWorker() {}

    /** @param arguments JDBC URL and user */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(arguments[0]);
        settings.setUsername(arguments[1]);
        settings.setPassword(System.getenv(PASSWORD));
        settings.addDataSourceProperty("currentSchema", "nudge");
        settings.setMaximumPoolSize(4);
        try (HikariDataSource pool = new HikariDataSource(settings);
                GroupCommit<LogRequest, Receipt> log = new GroupCommit<>(
                        pool, new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC())), () -> {});
                ConsensusJobs jobs =
                        new ConsensusJobs(new Database(pool), log, new QualityQueries(new Database(pool)))) {
            while (System.in.read() >= 0) {
                jobs.wake();
            }
        }
    }
}
