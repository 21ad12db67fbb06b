package nudge.labeller.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import nudge.labeller.database.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** The database, as this package asks it. Every method throws {@link StoreUnavailableException} when it is down. */
final class AccessDatabase {
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    AccessDatabase(DataSource database) {
        this.database = database;
    }

    interface Work<T> {
        T run(Statements statements) throws SQLException;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A value that has to be the only one is there already. */
    static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** All or nothing. */
    <T> T transaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(new Statements(connection));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        } catch (SQLException failed) {
            if (UNIQUE_VIOLATION.equals(failed.getSQLState())) {
                throw new TakenException();
            }
            throw new StoreUnavailableException(failed);
        }
    }

    <T> List<T> list(Row<T> read, String sql, @Nullable Object... parameters) {
        return transaction(statements -> statements.list(read, sql, parameters));
    }

    <T> Optional<T> one(Row<T> read, String sql, @Nullable Object... parameters) {
        return list(read, sql, parameters).stream().findFirst();
    }

    int update(String sql, @Nullable Object... parameters) {
        return transaction(statements -> statements.update(sql, parameters));
    }

    /** What a transaction does. */
    static final class Statements {
        private final Connection connection;

        private Statements(Connection connection) {
            this.connection = connection;
        }

        <T> List<T> list(Row<T> read, String sql, @Nullable Object... parameters) throws SQLException {
            try (PreparedStatement select = bound(sql, parameters);
                    ResultSet row = select.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(read.read(row));
                }
                return rows;
            }
        }

        <T> Optional<T> one(Row<T> read, String sql, @Nullable Object... parameters) throws SQLException {
            return list(read, sql, parameters).stream().findFirst();
        }

        int update(String sql, @Nullable Object... parameters) throws SQLException {
            try (PreparedStatement update = bound(sql, parameters)) {
                return update.executeUpdate();
            }
        }

        private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < parameters.length; i++) {
                Object value = parameters[i];
                if (value instanceof Instant instant) {
                    statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                } else if (value instanceof Role role) {
                    statement.setString(i + 1, role.wire());
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            return statement;
        }
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
