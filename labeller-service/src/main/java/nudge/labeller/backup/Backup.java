package nudge.labeller.backup;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import nudge.labeller.audit.Audit;
import nudge.labeller.audit.Finding;
import nudge.labeller.image.Rebuild;
import nudge.labeller.log.Log;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The log, the images, the people, their tokens, and who came in, as one moment had them.
 * The projections are not in it: they follow from the log.
 */
public final class Backup {
    private static final String ACCESS = "access_event";
    private static final String ANSWERS = "idempotency";
    private static final List<String> TABLES = List.of("log_head", "event", "image", "person", "token", ACCESS);
    /** What the first versions of the file hold. */
    private static final List<String> TABLES_1 = List.of("log_head", "event", "image", "person", "token", ANSWERS);

    private static final List<String> TABLES_2 =
            List.of("log_head", "event", "image", "person", "token", ANSWERS, ACCESS);

    private Backup() {}

    /** What the file holds. */
    public record Contents(Log.Head head, long rows, long bytes) {}

    /**
     * Writes a backup. Labelling goes on meanwhile.
     *
     * @param connection may read all tables
     * @param file is there as a whole afterwards, or as it was before
     */
    public static Contents write(Connection connection, Path file) throws SQLException, IOException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            Log.Head head = Log.head(connection);
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            long[] rows = new long[1];
            BackupFile.<SQLException>write(file, out -> {
                for (String table : TABLES) {
                    String columns = columns(statement, table);
                    out.writeUTF(table);
                    out.writeUTF(columns);
                    try (OutputStream chunks = new Chunks.Output(out)) {
                        rows[0] += copy.copyOut("COPY " + table + " (" + columns + ") TO STDOUT", chunks);
                    }
                }
            });
            return new Contents(head, rows[0], java.nio.file.Files.size(file));
        } finally {
            connection.rollback();
        }
    }

    private static String columns(Statement statement, String table) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
                        + " FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '"
                        + table
                        + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * Puts a backup into a migrated database whose log is empty, checks it, and builds the projections: all, or nothing.
     *
     * @param owner a connection as the schema's owner
     * @throws IOException when the file is damaged: says how
     * @throws IllegalStateException when the log is not empty, or what the file holds is not sound
     */
    public static Contents restore(Connection owner, Path file) throws SQLException, IOException {
        owner.setAutoCommit(false);
        try {
            Log.Head empty = Log.lockHead(owner);
            if (empty.position() != 0) {
                throw new IllegalStateException("expected an empty log, but it has " + empty.position()
                        + " events: restore into a new database");
            }
            long[] rows = new long[1];
            try (Statement statement = owner.createStatement()) {
                statement.execute("DELETE FROM log_head");
                CopyManager copy = owner.unwrap(PGConnection.class).getCopyAPI();
                setAsideAccess(statement);
                makeAnswers(statement);
                BackupFile.<SQLException>read(file, (in, version) -> rows[0] = copyIn(in, tables(version), copy));
                storeAnswers(statement);
                appendAccess(statement);
            }
            Finding finding = Audit.log(owner);
            if (finding != null) {
                throw new IllegalStateException(file + ": the log in it is not sound at " + finding);
            }
            Log.Head head = Log.head(owner);
            Rebuild.fold(owner, 0, head.position());
            owner.commit();
            return new Contents(head, rows[0], java.nio.file.Files.size(file));
        } finally {
            owner.rollback();
        }
    }

    /** Who came in before the restore: it stands behind what the backup holds. */
    private static void setAsideAccess(Statement statement) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE newer_access ON COMMIT DROP AS SELECT * FROM " + ACCESS);
        statement.execute("DELETE FROM " + ACCESS);
    }

    private static void appendAccess(Statement statement) throws SQLException {
        statement.execute("SELECT setval(pg_get_serial_sequence('" + ACCESS + "', 'number'),"
                + " coalesce(max(number), 0) + 1, false) FROM " + ACCESS);
        statement.execute("INSERT INTO " + ACCESS + " (at, actor, type, subject, role)"
                + " SELECT at, actor, type, subject, role FROM newer_access ORDER BY number");
    }

    /** The answers that keys have got stood in a table of their own once, and stand in the events now. */
    private static void makeAnswers(Statement statement) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE " + ANSWERS
                + " (actor uuid, key text, request bytea, image uuid, version int, position bigint, at timestamptz)"
                + " ON COMMIT DROP");
    }

    private static void storeAnswers(Statement statement) throws SQLException {
        statement.execute("UPDATE event SET key = answered.key, request = answered.request FROM " + ANSWERS
                + " AS answered WHERE event.position = answered.position");
    }

    private static List<String> tables(int version) {
        return switch (version) {
            case 1 -> TABLES_1;
            case 2 -> TABLES_2;
            default -> TABLES;
        };
    }

    private static long copyIn(DataInputStream in, List<String> tables, CopyManager copy)
            throws IOException, SQLException {
        long rows = 0;
        for (String expected : tables) {
            String table = in.readUTF();
            if (!table.equals(expected)) {
                throw new IOException("expected the table " + expected + " in the backup, got " + table);
            }
            String columns = in.readUTF();
            rows += copy.copyIn("COPY " + table + " (" + columns + ") FROM STDIN", new Chunks.Input(in));
        }
        return rows;
    }
}
