package nudge.labeller;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The connections to Postgres. */
final class ConnectionPool {
    private ConnectionPool() {}

    /** Below the socket's time-out: what nobody waits for any more must not go on in the database. */
    private static final int STATEMENT_MILLIS = 6_000;

    /**
     * Below the relay's lease, which is renewed between two statements: a slow one must not make two labellers take the lease
     * from each other.
     */
    static final int RELAY_STATEMENT_MILLIS = 1_000;

    /** One for the relay's steps, and one that reads ahead. */
    private static final int RELAY_CONNECTIONS = 2;

    /** A pool of connections as the application's role, which cannot change or delete an event. */
    static HikariDataSource open(LabellerConfiguration configuration) {
        return open(
                settings("labeller", configuration, STATEMENT_MILLIS), configuration.databaseConnections(), 120_000);
    }

    /** The same, without trying whether the database answers. */
    static HikariDataSource untried(LabellerConfiguration configuration) {
        return open(settings("labeller", configuration, STATEMENT_MILLIS), configuration.databaseConnections(), -1);
    }

    /** The relay's own, whose statements end sooner. It is not tried whether the database answers. */
    static HikariDataSource forRelay(LabellerConfiguration configuration) {
        HikariConfig pool = settings("relay", configuration, RELAY_STATEMENT_MILLIS);
        pool.setMinimumIdle(1);
        return open(pool, RELAY_CONNECTIONS, -1);
    }

    private static HikariDataSource open(HikariConfig pool, int connections, long patienceMillis) {
        pool.setMaximumPoolSize(connections);
        pool.setInitializationFailTimeout(patienceMillis);
        return new HikariDataSource(pool);
    }

    private static HikariConfig settings(String name, LabellerConfiguration configuration, int statementMillis) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
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
        pool.addDataSourceProperty(
                "options", "-c idle_in_transaction_session_timeout=3000 -c statement_timeout=" + statementMillis);
        pool.addDataSourceProperty("ApplicationName", "nudge-" + name);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(2_000);
        return pool;
    }
}
