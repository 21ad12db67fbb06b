package nudge.labeller;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The connections to Postgres. */
final class ConnectionPool {
    private ConnectionPool() {}

    /** A pool of connections as the application's role, which cannot change or delete an event. */
    static HikariDataSource open(LabellerConfiguration configuration) {
        return open(configuration, 120_000);
    }

    /** The same, without trying whether the database answers. */
    static HikariDataSource untried(LabellerConfiguration configuration) {
        return open(configuration, -1);
    }

    private static HikariDataSource open(LabellerConfiguration configuration, long patienceMillis) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("labeller");
        pool.setJdbcUrl(configuration.databaseUrl());
        pool.setUsername(configuration.databaseUser());
        pool.setPassword(configuration.databasePassword().value());
        pool.addDataSourceProperty("currentSchema", Migration.SCHEMA);
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
        pool.setInitializationFailTimeout(patienceMillis);
        return new HikariDataSource(pool);
    }
}
