package nudge.benchmarks.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.log.EventIds;
import nudge.labeller.log.GroupCommit;
import org.flywaydb.core.Flyway;

/** A migrated database of its own on the run's Postgres, as the labeller has it. */
final class BenchStore implements AutoCloseable {
    final HikariDataSource database;
    final GroupCommit<LogRequest, Receipt> log;

    BenchStore(EmbeddedPostgres postgres, String name) {
        this(postgres, name, UnaryOperator.identity());
    }

    /** @param wrapped what the log's writer carries out instead of the labeller's transaction */
    BenchStore(
            EmbeddedPostgres postgres,
            String name,
            UnaryOperator<GroupCommit.Transaction<LogRequest, Receipt>> wrapped) {
        String url = postgres.createDatabase(name);
        Flyway.configure()
                .dataSource(url, postgres.user(), postgres.password())
                .schemas("nudge")
                .locations("classpath:nudge/migrations")
                .placeholders(Map.of("application_role", postgres.user()))
                .load()
                .migrate();
        this.database = pool(url, postgres, 10);
        this.log = new GroupCommit<>(
                database,
                wrapped.apply(new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC()))),
                () -> {});
    }

    static HikariDataSource pool(String url, EmbeddedPostgres postgres, int connections) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername(postgres.user());
        pool.setPassword(postgres.password());
        pool.addDataSourceProperty("currentSchema", "nudge");
        pool.setMaximumPoolSize(connections);
        return new HikariDataSource(pool);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
        database.close();
    }
}
