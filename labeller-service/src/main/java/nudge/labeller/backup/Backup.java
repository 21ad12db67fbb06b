package nudge.labeller.backup;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import nudge.labeller.audit.Audit;
import nudge.labeller.audit.Finding;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.image.Rebuild;
import nudge.labeller.log.Log;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The log, the images, the people, their tokens, and who came in, as one moment had them.
 * The projections are not in it: they follow from the log.
 */
public final class Backup {
    private static final String COLUMNS = SqlFile.read(Backup.class, "find-columns");
    private static final String SET_ACCESS_ASIDE = SqlFile.read(Backup.class, "set-newer-access-aside");
    private static final String NUMBER_ACCESS = SqlFile.read(Backup.class, "set-next-access-number");
    private static final String APPEND_ACCESS = SqlFile.read(Backup.class, "append-newer-access");
    private static final String MAKE_ANSWERS = SqlFile.read(Backup.class, "make-table-of-answers");
    private static final String STORE_ANSWERS = SqlFile.read(Backup.class, "store-answers-in-events");

    private static final String ACCESS = "access_event";
    private static final String ANSWERS = "idempotency";
    private static final List<String> TABLES =
            List.of("log_head", "event", "image", "person", "token", "passkey", "recovery_code", ACCESS);
    /** What the first versions of the file hold. */
    private static final List<String> TABLES_1 = List.of("log_head", "event", "image", "person", "token", ANSWERS);

    private static final List<String> TABLES_2 =
            List.of("log_head", "event", "image", "person", "token", ANSWERS, ACCESS);

    private static final List<String> TABLES_3 = List.of("log_head", "event", "image", "person", "token", ACCESS);

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
        try {
            return Database.<Contents, IOException>withHandle(connection, handle -> write(handle, file));
        } finally {
            connection.rollback();
        }
    }

    private static Contents write(Handle handle, Path file) throws SQLException, IOException {
        handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        handle.execute("SET LOCAL statement_timeout = 0");
        Log.Head head = Log.head(handle);
        CopyManager copy = copyManager(handle);
        long[] rows = new long[1];
        BackupFile.<SQLException>write(file, out -> {
            for (String table : TABLES) {
                String columns = handle.createQuery(COLUMNS)
                        .bind("table", table)
                        .mapTo(String.class)
                        .one();
                out.writeUTF(table);
                out.writeUTF(columns);
                try (OutputStream chunks = new Chunks.Output(out)) {
                    rows[0] += copy.copyOut("COPY " + table + " (" + columns + ") TO STDOUT", chunks);
                }
            }
        });
        return new Contents(head, rows[0], Files.size(file));
    }

    private static CopyManager copyManager(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
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
            Contents contents = Database.<Contents, IOException>withHandle(owner, handle -> restore(handle, file));
            owner.commit();
            return contents;
        } finally {
            owner.rollback();
        }
    }

    private static Contents restore(Handle owner, Path file) throws SQLException, IOException {
        Log.Head empty = Log.lockHead(owner);
        if (empty.position() != 0) {
            throw new IllegalStateException(
                    "expected an empty log, but it has " + empty.position() + " events: restore into a new database");
        }
        owner.execute("DELETE FROM log_head");
        // Who came in before the restore stands behind what the backup holds.
        owner.execute(SET_ACCESS_ASIDE);
        owner.execute("DELETE FROM " + ACCESS);
        owner.execute(MAKE_ANSWERS);
        CopyManager copy = copyManager(owner);
        long[] rows = new long[1];
        BackupFile.<SQLException>read(file, (in, version) -> rows[0] = copyIn(in, tables(version), copy));
        owner.execute(STORE_ANSWERS);
        owner.execute(NUMBER_ACCESS);
        owner.execute(APPEND_ACCESS);
        Finding finding = Audit.log(owner.getConnection());
        if (finding != null) {
            throw new IllegalStateException(file + ": the log in it is not sound at " + finding);
        }
        Log.Head head = Log.head(owner);
        Rebuild.fold(owner, 0, head.position());
        return new Contents(head, rows[0], Files.size(file));
    }

    private static List<String> tables(int version) {
        return switch (version) {
            case 1 -> TABLES_1;
            case 2 -> TABLES_2;
            case 3 -> TABLES_3;
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
