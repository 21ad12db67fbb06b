package nudge.labeller.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import nudge.events.KafkaSettings;
import nudge.labeller.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Tamper evidence, of a running or a stopped Nudge: the hash chain, gapless positions, contiguous versions, the pixels'
 * digests, and that the records of {@code nudge.labels} are the settled labels of the log.
 */
public final class Audit {
    /** How long a label may take from the log to Kafka. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Audit() {}

    /**
     * What was looked at.
     *
     * @param events of the log that are as they should be
     * @param images whose pixels are as they should be
     * @param records in Kafka that are as they should be; -1 when Kafka was not looked at
     * @param finding the first thing that does not hold, or null
     */
    public record AuditReport(
            UUID store,
            long events,
            long streams,
            long images,
            long records,
            @Nullable Finding finding) {
        /** Whether all holds. */
        public boolean sound() {
            return finding == null;
        }

        @Override
        public String toString() {
            String counts = events + " events in " + streams + " streams, " + images + " images"
                    + (records < 0 ? "" : ", " + records + " records in Kafka");
            return finding == null
                    ? "The log " + store + " is sound: " + counts
                    : "The log " + store + " is NOT sound at " + finding + " (sound before: " + counts + ")";
        }
    }

    /**
     * Audits log and Kafka.
     *
     * @param kafka where Kafka is, or null to audit the log alone
     */
    public static AuditReport run(DataSource database, @Nullable KafkaSettings kafka) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return run(connection, kafka, true);
        }
    }

    /**
     * As {@link #run(DataSource, KafkaSettings)}, in one transaction of the connection, which is rolled back.
     *
     * @param relaying whether a relay runs: without one, the last labels need not be in Kafka yet
     */
    public static AuditReport run(Connection connection, @Nullable KafkaSettings kafka, boolean relaying)
            throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            LogAudit.Result log = Database.withHandle(connection, handle -> {
                handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
                handle.execute("SET LOCAL statement_timeout = 0");
                return LogAudit.walk(handle);
            });
            if (log.finding() != null || kafka == null) {
                return report(log, -1, log.finding());
            }
            try (KafkaAudit records = new KafkaAudit(kafka, relaying ? PATIENCE : Duration.ZERO)) {
                Finding finding = records.compare(
                        connection, log.head().store(), log.head().position());
                return report(log, records.records(), finding);
            }
        } finally {
            connection.rollback();
        }
    }

    /**
     * Audits the log within the caller's transaction, what is not committed yet included.
     *
     * @return the first thing that does not hold, or null
     */
    public static @Nullable Finding log(Connection connection) throws SQLException {
        return Database.withHandle(connection, LogAudit::walk).finding();
    }

    private static AuditReport report(LogAudit.Result log, long records, @Nullable Finding finding) {
        return new AuditReport(log.head().store(), log.events(), log.streams(), log.images(), records, finding);
    }
}
