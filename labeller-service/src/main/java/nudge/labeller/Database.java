package nudge.labeller;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The connections to Postgres, and its migrations. */
final class Database {
    private static final String SCHEMA = "nudge";

    private Database() {}

    /** Brings the schema up to date, as its owner. */
    static void migrate(LabellerConfiguration configuration) {
        Flyway.configure()
                .dataSource(
                        configuration.databaseUrl(),
                        configuration.databaseOwner(),
                        configuration.databaseOwnerPassword().value())
                .schemas(SCHEMA)
                .locations("classpath:nudge/migrations")
                .placeholders(Map.of("application_role", configuration.databaseUser()))
                .load()
                .migrate();
    }

    /** A pool of connections as the application's role, which cannot change or delete an event. */
    static HikariDataSource connect(LabellerConfiguration configuration) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("labeller");
        pool.setJdbcUrl(configuration.databaseUrl());
        pool.setUsername(configuration.databaseUser());
        pool.setPassword(configuration.databasePassword().value());
        pool.addDataSourceProperty("currentSchema", SCHEMA);
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // A connection whose other end is gone says nothing: nobody waits for it for long.
        pool.addDataSourceProperty("socketTimeout", "8");
        pool.addDataSourceProperty("connectTimeout", "3");
        pool.setValidationTimeout(1_000);
        // A labeller that is paused inside a transaction must not keep the log's head from the others.
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=3000");
        pool.addDataSourceProperty("ApplicationName", "nudge-labeller");
        pool.setMaximumPoolSize(configuration.databaseConnections());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(2_000);
        pool.setInitializationFailTimeout(120_000);
        return new HikariDataSource(pool);
    }
}
